import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that answers as servers of the Java SDK do: java SpringAi.java webflux|helidon|sse PORT.
 *
 * webflux: initialize is answered with JSON and calls with a stream, whose fields have no space after the colon and whose content type
 * names a charset; an error body is the exception as Jackson writes it. helidon: answers have no content type at all. sse: the older
 * transport, whose endpoint stands below a context path.
 */
public class SpringAi {
    private static final Map<String, BlockingQueue<String>> SESSIONS = new ConcurrentHashMap<>();
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|[0-9]+)");
    private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("\"toolName\"\\s*:\\s*\"([^\"]*)\"");

    private static final String TOOLS = """
        {"tools":[{"name":"toUpperCase","title":null,"description":"Put the text to upper case","inputSchema":{"type":"object","properties":\
        {"toolName":{"type":"string","description":"Text to be put to upper case"}},"required":["toolName"],"additionalProperties":false},\
        "outputSchema":null,"annotations":{"title":null,"readOnlyHint":null,"destructiveHint":null,"idempotentHint":null,"openWorldHint":null,\
        "returnDirect":null},"_meta":null},{"name":"getWeatherForecastByLocation","description":null,"inputSchema":\
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"arg0":{"type":"number","format":"double"}},\
        "required":["arg0"]}}],"nextCursor":null,"_meta":null}""";

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[1])), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        switch (args[0]) {
            case "webflux" -> server.createContext("/mcp", SpringAi::webflux);
            case "helidon" -> server.createContext("/mcp", SpringAi::helidon);
            default -> {
                server.createContext("/app/sse", SpringAi::legacyStream);
                server.createContext("/app/mcp/message", SpringAi::legacyMessage);
            }
        }

        server.start();
    }

    private static void webflux(HttpExchange exchange) throws IOException {
        String message = read(exchange);
        String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        if (exchange.getRequestMethod().equals("GET")) {
            if (session == null || !SESSIONS.containsKey(session)) {
                mcpError(exchange, 400, "Session ID required in mcp-session-id header");
                return;
            }

            stream(exchange, SESSIONS.get(session), null);
            return;
        }

        if (exchange.getRequestMethod().equals("DELETE")) {
            SESSIONS.remove(session);
            send(exchange, 200, null, "");
            return;
        }

        String method = find(METHOD, message);
        if (method.equals("initialize")) {
            session = UUID.randomUUID().toString();
            SESSIONS.put(session, new LinkedBlockingQueue<>());
            exchange.getResponseHeaders().set("Mcp-Session-Id", session);
            send(exchange, 200, "application/json;charset=UTF-8", answer(message));
        } else if (session == null || !SESSIONS.containsKey(session)) {
            mcpError(exchange, session == null ? 400 : 404, session == null ? "Session ID missing" : "Session not found: " + session);
        } else if (find(ID, message).isEmpty()) {
            send(exchange, 202, null, "");
        } else {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                // What WebFlux sends to keep the connection, and then the answer.
                body.write(":keep\n\n".getBytes(StandardCharsets.UTF_8));
                body.flush();
                body.write(("id:" + session + "\nevent:message\ndata:" + answer(message) + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void helidon(HttpExchange exchange) throws IOException {
        String message = read(exchange);
        if (!exchange.getRequestMethod().equals("POST")) {
            send(exchange, 405, null, "");
        } else if (find(ID, message).isEmpty()) {
            send(exchange, 200, null, "");
        } else {
            send(exchange, 200, null, answer(message));
        }
    }

    private static void legacyStream(HttpExchange exchange) throws IOException {
        String session = UUID.randomUUID().toString();
        BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
        SESSIONS.put(session, waiting);
        stream(exchange, waiting, "/app/mcp/message?sessionId=" + session);
    }

    private static void legacyMessage(HttpExchange exchange) throws IOException {
        String message = read(exchange);
        String query = exchange.getRequestURI().getQuery();
        BlockingQueue<String> waiting = query == null ? null : SESSIONS.get(query.replaceFirst(".*sessionId=", ""));
        if (waiting == null) {
            mcpError(exchange, 404, "Session not found");
            return;
        }

        if (!find(ID, message).isEmpty()) {
            waiting.add(answer(message));
        }

        send(exchange, 200, null, "");
    }

    private static void stream(HttpExchange exchange, BlockingQueue<String> waiting, String endpoint) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            if (endpoint != null) {
                body.write(("event:endpoint\ndata:" + endpoint + "\n\n").getBytes(StandardCharsets.UTF_8));
                body.flush();
            }

            while (true) {
                String next = waiting.poll(1, TimeUnit.SECONDS);
                body.write((next == null ? ":\n\n" : "event:message\ndata:" + next + "\n\n").getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        } catch (IOException | InterruptedException e) {
            exchange.close();
        }
    }

    private static String answer(String message) {
        String id = find(ID, message);
        String result = switch (find(METHOD, message)) {
            case "initialize" -> """
                {"protocolVersion":"2025-06-18","capabilities":{"completions":{},"logging":{},"prompts":{"listChanged":true},"resources":\
                {"subscribe":false,"listChanged":true},"tools":{"listChanged":true},"experimental":null},\
                "serverInfo":{"name":"mcp-server","title":null,"version":"1.0.0"},"instructions":null,"_meta":null}""";
            case "tools/list" -> TOOLS;
            case "prompts/list" -> "{\"prompts\":[],\"nextCursor\":null}";
            case "resources/list" -> "{\"resources\":[],\"nextCursor\":null}";
            case "resources/templates/list" -> "{\"resourceTemplates\":[],\"nextCursor\":null}";
            case "ping" -> "{}";
            case "tools/call" -> "{\"content\":[{\"type\":\"text\",\"annotations\":null,\"text\":\"\\\"" + find(NAME, message).toUpperCase()
                + "\\\"\",\"_meta\":null}],\"isError\":false,\"structuredContent\":null,\"_meta\":null}";
            default -> null;
        };
        return result == null
            ? "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-32601,\"message\":\"Method not found: " + find(METHOD, message) + "\",\"data\":null}}"
            : "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static void mcpError(HttpExchange exchange, int status, String message) throws IOException {
        send(exchange, status, "application/json;charset=UTF-8",
            "{\"cause\":null,\"stackTrace\":[{\"classLoaderName\":\"app\",\"methodName\":\"handlePost\",\"lineNumber\":213}],\"jsonRpcError\":null,\"message\":\""
            + message + "\",\"suppressed\":[],\"localizedMessage\":\"" + message + "\"}");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (type != null) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }

        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
