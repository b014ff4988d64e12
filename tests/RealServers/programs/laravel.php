<?php

// A server that answers as servers of PHP frameworks do: 'php laravel.php', or 'php -S HOST:PORT laravel.php'.
// Its shapes: an empty array where an object belongs, since PHP has one type for both; escaped slashes and letters; a session by
// header; 202 with a type of its own; errors that PHP prints before the body.

const VERSIONS = ['2024-11-05', '2025-03-26', '2025-06-18'];

function tools(): array
{
    return [
        [
            'name' => 'server-time',
            'title' => 'Server time',
            'description' => 'Says when it is. See https://example.com/docs',
            'inputSchema' => ['type' => 'object', 'properties' => [], 'required' => []],
            'annotations' => [],
            '_meta' => [],
        ],
        [
            'name' => 'greet',
            'description' => 'Grüßt jemanden',
            'inputSchema' => [
                'type' => 'object',
                'properties' => [
                    'name' => ['type' => 'string', 'description' => 'Who it is'],
                    'options' => ['type' => 'object', 'properties' => [], 'additionalProperties' => true],
                ],
                'required' => ['name'],
            ],
            'outputSchema' => ['type' => 'object', 'properties' => []],
        ],
    ];
}

function call(string $name, array $arguments): array
{
    return match ($name) {
        'server-time' => ['content' => [['type' => 'text', 'text' => '2025-09-19 09:00:00', 'annotations' => []]], 'isError' => false, 'structuredContent' => [], '_meta' => []],
        'greet' => ['content' => [['type' => 'text', 'text' => 'hello ' . $arguments['name']]], 'isError' => false],
        default => ['content' => [['type' => 'text', 'text' => "Tool [$name] not found."]], 'isError' => true],
    };
}

function answer(array $message): ?string
{
    if (!array_key_exists('id', $message)) {
        return null;
    }

    $params = $message['params'] ?? [];
    $result = match ($message['method'] ?? '') {
        'initialize' => [
            'protocolVersion' => in_array($params['protocolVersion'] ?? '', VERSIONS, true) ? $params['protocolVersion'] : '2025-06-18',
            'capabilities' => ['tools' => [], 'resources' => [], 'prompts' => [], 'logging' => [], 'completions' => []],
            'serverInfo' => ['name' => 'Grüße', 'version' => '0.0.1'],
            'instructions' => '',
        ],
        'ping' => [],
        'tools/list' => ['tools' => tools(), 'nextCursor' => null],
        'resources/list' => ['resources' => []],
        'resources/templates/list' => ['resourceTemplates' => []],
        'prompts/list' => ['prompts' => []],
        'tools/call' => call($params['name'], $params['arguments'] ?? []),
        default => null,
    };
    $body = $result === null
        ? ['jsonrpc' => '2.0', 'id' => $message['id'], 'error' => ['code' => -32601, 'message' => "The method [{$message['method']}] was not found.", 'data' => []]]
        : ['jsonrpc' => '2.0', 'id' => $message['id'], 'result' => $result];
    return json_encode($body);
}

if (PHP_SAPI === 'cli') {
    while (($line = fgets(STDIN)) !== false) {
        $answer = answer(json_decode($line, true));
        if ($answer !== null) {
            fwrite(STDOUT, $answer . PHP_EOL);
        }
    }
} elseif ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(405);
    header('Allow: POST');
    header('Content-Type: text/html; charset=UTF-8');
    echo '<!DOCTYPE html><title>Method Not Allowed</title>';
} else {
    $message = json_decode(file_get_contents('php://input'), true);
    $answer = answer($message);
    if (($message['method'] ?? '') === 'initialize') {
        header('MCP-Session-Id: ' . bin2hex(random_bytes(16)));
    }

    header('Set-Cookie: laravel_session=eyJpdiI6IjEifQ%3D%3D; path=/; httponly; samesite=lax');
    header('Cache-Control: no-cache, private');
    if ($answer === null) {
        http_response_code(202);
        header('Content-Type: text/event-stream');
    } else {
        header('Content-Type: application/json');
        echo $answer;
    }
}
