/* The floor of a call: a process that connects to a Unix socket, writes 100 bytes and reads 100. */
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    char bytes[100] = { 0 };
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    if (count != 2 || descriptor < 0)
        return 2;

    strncpy(address.sun_path, arguments[1], sizeof address.sun_path - 1);
    return connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0
        && write(descriptor, bytes, sizeof bytes) == sizeof bytes
        && read(descriptor, bytes, sizeof bytes) == sizeof bytes ? 0 : 1;
}
