/* Runs a program and prints the most memory that it had resident, in bytes. From a small process: what a spawned one reports
   for itself is at least what its parent had. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    struct rusage usage;
    int status;
    pid_t child = count < 2 ? -1 : fork();
    if (child == 0)
    {
        if (freopen("/dev/null", "w", stdout))
            execv(arguments[1], arguments + 1);
        _exit(127);
    }

    if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0)
        return 1;

    printf("%ld\n", usage.ru_maxrss * 1024);
    return 0;
}
