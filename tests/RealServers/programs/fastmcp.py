"""A server that answers as FastMCP (Python) does: fastmcp.py stdio | http PORT | sse PORT [PATH], where a proxy has it below PATH.

Its shapes: result schemas wrapped in "result", a title for every parameter, line ends of CRLF in event streams and a comment as ping,
"/mcp" redirected to "/mcp/", both types wanted in Accept, and headers in lower case, as uvicorn writes them.
"""
import json
import queue
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PING = 1.0


def schema(title, properties, required):
    return {"properties": properties, "required": required, "title": title, "type": "object"}


TOOLS = [
    {
        "name": "greet",
        "description": "Greet somebody.\n\n    Args:\n        name: Who it is.\n        times: How often; once by default.\n    ",
        "inputSchema": schema(
            "greetArguments",
            {
                "name": {"title": "Name", "type": "string"},
                "times": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "title": "Times"},
            },
            ["name"],
        ),
        "outputSchema": {**schema("greetOutput", {"result": {"title": "Result", "type": "string"}}, ["result"]), "x-fastmcp-wrap-result": True},
        "_meta": {"_fastmcp": {"tags": []}},
    },
    {
        "name": "divide",
        "description": "",
        "inputSchema": schema("divideArguments", {"a": {"title": "A", "type": "number"}, "b": {"title": "B", "type": "number"}}, ["a", "b"]),
    },
]


def text_result(text, is_error=False):
    return {"content": [{"type": "text", "text": text}], "isError": is_error}


def call(name, arguments):
    if name == "greet":
        greeting = " ".join(["hello " + arguments["name"]] * (arguments.get("times") or 1))
        return {**text_result(greeting), "structuredContent": {"result": greeting}}
    if name == "divide":
        try:
            return text_result(json.dumps(arguments["a"] / arguments["b"]))
        except ZeroDivisionError as e:
            return text_result(f"Error executing tool divide: {e}", is_error=True)
    return text_result(f"Unknown tool: {name}", is_error=True)


def answer(message):
    """The answer to a message, or None if it is a notification."""
    if "id" not in message:
        return None
    method, params = message.get("method"), message.get("params") or {}
    if method == "initialize":
        version = params.get("protocolVersion")
        result = {
            "protocolVersion": version if version in ("2024-11-05", "2025-03-26", "2025-06-18") else "2025-06-18",
            "capabilities": {
                "experimental": {},
                "prompts": {"listChanged": False},
                "resources": {"subscribe": False, "listChanged": False},
                "tools": {"listChanged": False},
            },
            "serverInfo": {"name": "Demo 🚀", "version": "1.12.4"},
        }
    elif method == "tools/list":
        result = {"tools": TOOLS}
    elif method in ("prompts/list", "resources/list", "resources/templates/list"):
        result = {{"prompts/list": "prompts", "resources/list": "resources"}.get(method, "resourceTemplates"): []}
    elif method == "tools/call":
        result = call(params["name"], params.get("arguments") or {})
    elif method == "ping":
        result = {}
    else:
        # Its models know no other request, and say so of every one that they could have been.
        return {"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32602, "message": "Invalid request parameters", "data": ""}}
    return {"jsonrpc": "2.0", "id": message["id"], "result": result}


def over_stdio():
    for line in sys.stdin:
        found = answer(json.loads(line))
        if found:
            print(json.dumps(found, ensure_ascii=False, separators=(",", ":")), flush=True)


def event(name, data):
    return f"event: {name}\r\ndata: {data}\r\n\r\n".encode()


class Uvicorn(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    sessions = {}

    def log_message(self, *_):
        pass

    def send(self, status, body=b"", kind="application/json", **headers):
        self.send_response_only(status)
        self.send_header("server", "uvicorn")
        self.send_header("content-type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status, message):
        error = {"jsonrpc": "2.0", "id": "server-error", "error": {"code": -32600, "message": message}}
        self.send(status, json.dumps(error, separators=(",", ":")).encode())

    def begin_stream(self, **headers):
        self.send_response_only(200)
        self.send_header("server", "uvicorn")
        self.send_header("cache-control", "no-store")
        self.send_header("connection", "keep-alive")
        self.send_header("x-accel-buffering", "no")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def chunk(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def stream(self, waiting):
        """Sends what comes, and a ping when nothing does, until the client is gone."""
        try:
            while True:
                try:
                    self.chunk(event("message", waiting.get(timeout=PING)))
                except queue.Empty:
                    self.chunk(b": ping - 2025-09-19 09:00:00.000000+00:00\r\n\r\n")
        except OSError:
            self.close_connection = True

    def body(self):
        return self.rfile.read(int(self.headers.get("content-length", 0)))


class StreamableHttp(Uvicorn):
    def at_mcp(self):
        place = urlsplit(self.path)
        if place.path == "/mcp/":
            return True
        if place.path == "/mcp":
            # Absolute, and of the scheme that the program itself sees.
            self.body()
            self.send(307, location=f"http://{self.headers['host']}/mcp/" + (f"?{place.query}" if place.query else ""))
        else:
            self.body()
            self.send(404, b"Not Found", kind="text/plain; charset=utf-8")
        return False

    def do_POST(self):
        if not self.at_mcp():
            return
        body = self.body()
        accept = self.headers.get("accept", "")
        if "application/json" not in accept or "text/event-stream" not in accept:
            return self.refuse(406, "Not Acceptable: Client must accept both application/json and text/event-stream")
        if self.headers.get("mcp-protocol-version", "2025-06-18") not in ("2024-11-05", "2025-03-26", "2025-06-18"):
            return self.refuse(400, f"Bad Request: Unsupported protocol version: {self.headers['mcp-protocol-version']}")
        message = json.loads(body)
        session = self.headers.get("mcp-session-id")
        if message.get("method") == "initialize":
            session = uuid.uuid4().hex
            self.sessions[session] = queue.Queue()
        elif session is None:
            return self.refuse(400, "Bad Request: Missing session ID")
        elif session not in self.sessions:
            return self.refuse(404, "Session not found")
        found = answer(message)
        if not found:
            return self.send(202, b"null", mcp_session_id=session)
        self.begin_stream(mcp_session_id=session)
        self.chunk(event("message", json.dumps(found, ensure_ascii=False, separators=(",", ":"))))
        self.chunk(b"")

    def do_GET(self):
        if not self.at_mcp():
            return
        session = self.headers.get("mcp-session-id")
        if session not in self.sessions:
            return self.refuse(400, "Bad Request: Missing session ID")
        self.begin_stream(mcp_session_id=session)
        self.stream(self.sessions[session])

    def do_DELETE(self):
        if self.at_mcp():
            self.sessions.pop(self.headers.get("mcp-session-id"), None)
            self.send(200, b"null")


class LegacySse(Uvicorn):
    below = "".join(sys.argv[3:])

    def do_GET(self):
        if self.path != "/sse":
            return self.send(404, b"Not Found", kind="text/plain; charset=utf-8")
        session = uuid.uuid4().hex
        self.sessions[session] = queue.Queue()
        self.begin_stream()
        self.chunk(event("endpoint", f"{self.below}/messages/?session_id={session}"))
        self.stream(self.sessions[session])

    def do_POST(self):
        body = self.body()
        place = urlsplit(self.path)
        if place.path != "/messages/":
            return self.send(405, b"Method Not Allowed", kind="text/plain; charset=utf-8")
        session = parse_qs(place.query).get("session_id", [""])[0]
        if session not in self.sessions:
            return self.send(404, b"Could not find session", kind="text/plain; charset=utf-8")
        self.send(202, b"Accepted", kind="text/plain; charset=utf-8")
        found = answer(json.loads(body))
        if found:
            self.sessions[session].put(json.dumps(found, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    if sys.argv[1:] == ["stdio"]:
        over_stdio()
    else:
        threading.stack_size(256 * 1024)
        handler = {"http": StreamableHttp, "sse": LegacySse}[sys.argv[1]]
        ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), handler).serve_forever()
