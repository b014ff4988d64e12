using System.Text;
using McpSkillGen.Cli.Configs;
using McpSkillGen.Cli.Configs.Formats;
using McpSkillGen.Runtime;
using McpSkillGen.Runtime.Configuration;

namespace McpSkillGen.Cli.Tests.Configs;

/// <summary>
/// Config files as the programs' own documentation shows them, a row each: what becomes of every server. <c>HERE</c> is the
/// folder of the file, or the project around it. Behind <c>!</c> stands what an error contains, behind <c>?</c> a warning.
/// </summary>
public sealed class ConfigShapesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string, string> Shapes => new()
    {
        // Claude
        { "Claude Desktop", "claude_desktop_config.json", """{ "mcpServers": { "fs": { "command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/me"] } } }""", "fs: stdio npx -y @modelcontextprotocol/server-filesystem /home/me" },
        { "a bridge that gets its header from env", "claude_desktop_config.json", """{ "mcpServers": { "r": { "command": "npx", "args": ["mcp-remote", "https://x.example/sse", "--header", "Authorization:${AUTH}"], "env": { "AUTH": "Bearer abc" } } } }""", "r: stdio npx mcp-remote https://x.example/sse --header Authorization:${AUTH} AUTH=Bearer abc" },
        { "Claude Code", ".mcp.json", """{ "mcpServers": { "api": { "type": "http", "url": "${API:-https://x.example}/mcp", "headers": { "Authorization": "Bearer ${KEY}" } }, "db": { "command": "${CLAUDE_PROJECT_DIR}/db", "env": {} } } }""", "api: http ${API:-https://x.example}/mcp [Authorization=Bearer ${KEY}] | db: stdio HERE/db" },
        { "Claude Code, a helper for headers", ".mcp.json", """{ "mcpServers": { "a": { "type": "http", "url": "https://x.example/mcp", "headersHelper": "/bin/h.sh" } } }""", "a: http https://x.example/mcp ?\"headersHelper\" is a program that the agent runs" },
        { "Claude Code, its own transports", ".mcp.json", """{ "mcpServers": { "w": { "type": "ws", "url": "wss://x.example" }, "s": { "type": "sdk", "name": "s" } } }""", "w: !the server's type is \"ws\"; expected stdio, http or sse | s: !the server's type is \"sdk\"" },
        { "a plugin", ".mcp.json", """{ "db": { "command": "${CLAUDE_PLUGIN_ROOT}/servers/db", "args": ["--config", "${CLAUDE_PLUGIN_ROOT}/c.json"] }, "gh": { "type": "sse", "url": "https://x.example/sse" } }""", "db: stdio HERE/servers/db --config HERE/c.json | gh: sse https://x.example/sse" },
        { "a plugin's manifest", ".claude-plugin/plugin.json", """{ "name": "p", "mcpServers": { "api": { "command": "${CLAUDE_PLUGIN_ROOT}/run" } } }""", "api: stdio HERE/run" },
        { "a plugin's manifest that names a file", ".claude-plugin/plugin.json", """{ "name": "p", "mcpServers": "./servers.json" }""", "!says that the servers are in './servers.json'. Give that file" },
        // Editors
        { "VS Code", ".vscode/mcp.json", """{ "inputs": [], "servers": { "p": { "type": "stdio", "command": "npx", "args": ["${workspaceFolder}/x"], "env": { "K": "${env:KEY}" } }, "h": { "url": "https://x.example/mcp" } } }""", "p: stdio npx HERE/x K=${KEY} | h: anyhttp https://x.example/mcp" },
        { "VS Code, a question", ".vscode/mcp.json", """{ "inputs": [{ "id": "k", "type": "promptString", "description": "Key", "password": true }], "servers": { "p": { "command": "npx", "env": { "K": "${input:k}" } } } }""", "p: !is a question that VS Code asks (\"Key\")" },
        { "VS Code's settings", "settings.json", """{ "editor.fontSize": 12, "mcp": { "servers": { "a": { "command": "x" } } } }""", "a: stdio x" },
        { "VS Code's settings, dotted", "settings.json", """{ "mcp.servers": { "a": { "command": "x" } } }""", "a: stdio x" },
        { "a workspace of VS Code", "x.code-workspace", """{ "folders": [], "settings": { "mcp": { "servers": { "a": { "command": "x" } } } } }""", "a: stdio x" },
        { "a dev container", "devcontainer.json", """{ "image": "x", "customizations": { "vscode": { "mcp": { "servers": { "a": { "command": "x" } } } } } }""", "a: stdio x" },
        { "Cursor", ".cursor/mcp.json", """{ "mcpServers": { "s": { "command": "python", "args": ["${workspaceFolder}/s.py"], "envFile": "${workspaceFolder}/.env" }, "r": { "url": "http://localhost:3000/sse" } } }""", "s: stdio python HERE/s.py FROM=file | r: anyhttp http://localhost:3000/sse" },
        { "Windsurf", "mcp_config.json", """{ "mcpServers": { "a": { "serverUrl": "https://x.example/mcp", "headers": { "A": "Bearer ${env:T}" } }, "g": { "command": "npx", "disabledTools": ["drop"] } } }""", "a: anyhttp https://x.example/mcp [A=Bearer ${T}] | g: stdio npx -drop" },
        { "Cline", "cline_mcp_settings.json", """{ "mcpServers": { "a": { "command": "node", "args": ["/x.js"], "env": { "K": "v" }, "alwaysAllow": ["t"], "disabled": false, "timeout": 60 }, "b": { "url": "https://x.example", "type": "streamableHttp" } } }""", "a: stdio node /x.js K=v | b: http https://x.example" },
        { "Roo", ".roo/mcp.json", """{ "mcpServers": { "r": { "command": "node", "args": ["./server.js"], "cwd": "sub", "watchPaths": ["a"], "disabledTools": ["t"] }, "s": { "type": "streamable-http", "url": "https://x.example" } } }""", "r: stdio node ./server.js -t cwd=sub | s: http https://x.example" },
        { "Kilo", ".kilocode/mcp.json", """{ "mcpServers": { "a": { "command": "npx", "alwaysAllow": [], "disabled": false } } }""", "a: stdio npx" },
        { "Kilo today", ".kilo/kilo.jsonc", """{ "mcp": { "a": { "type": "local", "command": ["npx", "-y", "x"], "environment": { "K": "{env:KEY}" } } } }""", "a: stdio npx -y x K=${KEY}" },
        { "Kiro", ".kiro/settings/mcp.json", """{ "mcpServers": { "a": { "command": "uvx", "args": ["x@latest", "${workspaceFolder}"], "autoApprove": ["t"], "disabledTools": ["drop"] } } }""", "a: stdio uvx x@latest HERE -drop" },
        { "Zed", ".zed/settings.json", """{ "context_servers": { "a": { "source": "custom", "command": "x", "args": ["y"] }, "b": { "source": "custom", "url": "https://x.example", "headers": { "A": "b" } } } }""", "a: stdio x y | b: anyhttp https://x.example [A=b]" },
        { "Zed, of an extension", "settings.json", """{ "context_servers": { "a": { "source": "extension", "settings": {} } } }""", "a: !only an extension of Zed knows how to start the server" },
        { "JetBrains", ".junie/mcp/mcp.json", """{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "x"], "env": { "K": "v" }, "enabled": true } } }""", "a: stdio npx -y x K=v" },
        { "Augment", "settings.json", """{ "augment.advanced": { "mcpServers": [{ "name": "sqlite", "command": "uvx", "args": ["mcp-server-sqlite"] }] } }""", "sqlite: stdio uvx mcp-server-sqlite" },
        // Terminals
        { "Codex", ".codex/config.toml", "[mcp_servers.a]\ncommand = \"npx\"\nargs = [\"-y\", \"x\"]\nenv_vars = [\"T\"]\n[mcp_servers.b]\nurl = \"https://x.example\"\nbearer_token_env_var = \"B\"\nhttp_headers_helper = \"x\"\n", "a: stdio npx -y x T=${T} | b: anyhttp https://x.example [Authorization=Bearer ${B}] ?is a program that Codex runs" },
        { "Vibe", "config.toml", "[[mcp_servers]]\nname = \"h\"\ntransport = \"http\"\nurl = \"https://x.example\"\napi_key_env = \"K\"\napi_key_header = \"X-Key\"\napi_key_format = \"Key {token}\"\n[[mcp_servers]]\nname = \"f\"\ntransport = \"stdio\"\ncommand = \"uvx\"\nargs = [\"mcp-server-fetch\"]\nenv = { \"D\" = \"$1\" }\n[[mcp_servers]]\nname = \"off\"\ncommand = \"x\"\ndisabled = true\n", "h: anyhttp https://x.example [X-Key=Key ${K}] | f: stdio uvx mcp-server-fetch D=$1" },
        { "Vibe, a table in the list", "config.toml", "[[mcp_servers]]\nname = \"f\"\ncommand = [\"uvx\", \"x\"]\n[mcp_servers.env]\nK = \"v\"\n", "f: stdio uvx x K=v" },
        { "Gemini", ".gemini/settings.json", """{ "mcpServers": { "a": { "command": "$HOME/x", "env": { "T": "$TOKEN", "U": "${URL}/y", "P": "5$$" }, "trust": true, "excludeTools": ["t"] }, "b": { "httpUrl": "https://x.example" }, "c": { "url": "https://x.example/sse" } } }""", "a: stdio ${HOME}/x T=${TOKEN} U=${URL}/y P=5$$ -t | b: anyhttp https://x.example | c: anyhttp https://x.example/sse" },
        { "an extension of Gemini", "gemini-extension.json", """{ "name": "e", "version": "1", "mcpServers": { "s": { "command": "node", "args": ["${extensionPath}${/}dist${/}s.js"] } }, "settings": [{ "name": "Key", "envVar": "E_KEY", "sensitive": true }] }""", "s: stdio node HERE/dist/s.js E_KEY=${E_KEY:-}" },
        { "Qwen", ".qwen/settings.json", """{ "mcpServers": { "a": { "command": "npx", "env": { "K": "$KEY" } } } }""", "a: stdio npx K=${KEY}" },
        { "OpenCode", "opencode.json", """{ "mcp": { "a": { "type": "local", "command": ["bun", "x"], "enabled": true, "cwd": "sub" }, "b": { "type": "remote", "url": "https://x.example", "headers": { "A": "Bearer {env:T}" } } } }""", "a: stdio bun x cwd=sub | b: anyhttp https://x.example [A=Bearer ${T}]" },
        { "Amp", ".amp/settings.json", """{ "amp.mcpServers": { "a": { "command": "npx", "args": ["-y", "x"], "includeTools": ["t_*"] }, "b": { "url": "https://x.example", "headers": { "A": "${T}" } } } }""", "a: stdio npx -y x +t_* | b: anyhttp https://x.example [A=${T}]" },
        { "Crush", ".crush.json", """{ "$schema": "https://charm.land/crush.json", "mcp": { "a": { "type": "stdio", "command": "node", "env": { "K": "$KEY" }, "disabled_tools": ["t"] }, "b": { "type": "http", "url": "https://x.example", "headers": { "A": "Bearer $T" } }, "c": { "type": "sse", "url": "https://x.example", "headers": { "K": "$(echo $K)" } } } }""", "a: stdio node K=${KEY} -t | b: http https://x.example [A=Bearer ${T}] | c: !is a command whose output the agent puts in" },
        { "Copilot", "mcp-config.json", """{ "mcpServers": { "a": { "type": "local", "command": "npx", "args": ["x"], "tools": ["*"], "env": { "K": "${KEY}" } }, "b": { "type": "http", "url": "https://x.example", "tools": ["get", "list"] } } }""", "a: stdio npx x K=${KEY} | b: http https://x.example +get +list" },
        { "Warp", ".warp/.mcp.json", """{ "fs": { "command": "npx", "args": ["x"], "env": {}, "working_directory": "/w", "start_on_launch": true } }""", "fs: stdio npx x cwd=/w" },
        { "mcphost", "mcphost.json", """{ "mcpServers": { "a": { "url": "http://localhost:8000/sse", "headers": ["Authorization: Bearer x", "A:b"] } } }""", "a: anyhttp http://localhost:8000/sse [Authorization=Bearer x] [A=b]" },
        { "mcporter", "mcporter.json", """{ "mcpServers": { "a": { "baseUrl": "https://x.example", "headers": { "A": "$env:T" }, "lifecycle": "keep-alive" }, "b": { "command": ["npx", "x"], "bearerTokenEnv": "B" } } }""", "a: anyhttp https://x.example [A=${T}] | b: stdio npx x [Authorization=Bearer ${B}]" },
        // Others
        { "LM Studio", "mcp.json", """{ "mcpServers": { "hf": { "url": "https://x.example/mcp", "headers": { "Authorization": "Bearer T" } } } }""", "hf: anyhttp https://x.example/mcp [Authorization=Bearer T]" },
        { "Cherry Studio", "mcp.json", """{ "mcpServers": { "id1": { "name": "Time", "isActive": true, "type": "streamableHttp", "baseUrl": "https://x.example" }, "id2": { "isActive": false, "command": "x" } } }""", "id1: http https://x.example" },
        { "Continue", "config.yaml", "name: me\nversion: 0.0.1\nschema: v1\nmcpServers:\n  - name: db\n    command: npx\n    args: [-y, x]\n    env:\n      K: ${{ secrets.KEY }}\n  - name: r\n    type: sse\n    url: https://x.example/sse\n    requestOptions:\n      headers: { A: b }\n", "db: stdio npx -y x K=${KEY} | r: sse https://x.example/sse [A=b]" },
        { "Continue, an input", "config.yaml", "mcpServers:\n  - name: db\n    command: npx\n    args: ['${{ inputs.KEY }}']\n", "db: !is filled in by the program that this file is for" },
        { "the older Continue", "config.json", """{ "experimental": { "modelContextProtocolServers": [{ "transport": { "type": "stdio", "command": "uvx", "args": ["x"] } }] } }""", "server-1: stdio uvx x" },
        { "LibreChat", "librechat.yaml", "version: 1.2.1\nmcpServers:\n  fs:\n    command: npx\n    args:\n      - -y\n      - x\n    iconPath: /x.svg\n    serverInstructions: true\n  u:\n    type: streamable-http\n    url: https://x.example\n    headers:\n      X-Token: '{{MY_KEY}}'\n    customUserVars:\n      MY_KEY: { title: t }\n  v:\n    url: https://x.example/sse\n    headers: { X-User: '{{LIBRECHAT_USER_ID}}' }\n", "fs: stdio npx -y x | u: http https://x.example [X-Token=${MY_KEY}] | v: !\"{{LIBRECHAT_USER_ID}}\" is filled in by the program that this file is for" },
        { "goose", "config.yaml", "GOOSE_MODEL: x\nextensions:\n  developer:\n    type: builtin\n    name: developer\n    enabled: true\n  gh:\n    name: GitHub\n    type: stdio\n    cmd: npx\n    args: [-y, x]\n    envs: { A: b }\n    env_keys: [GITHUB_TOKEN]\n    timeout: 300\n    enabled: true\n    bundled: null\n  r:\n    type: streamable_http\n    uri: https://x.example\n    headers: { A: Bearer $T }\n    enabled: true\n  off:\n    type: stdio\n    cmd: x\n    enabled: false\n", "gh: stdio npx -y x A=b GITHUB_TOKEN=${GITHUB_TOKEN} | r: http https://x.example [A=Bearer ${T}]" },
        { "a recipe of goose", "recipe.yaml", "version: 1.0.0\ntitle: t\nextensions:\n  - type: stdio\n    name: fetch\n    cmd: uvx\n    args: [mcp-server-fetch]\n", "fetch: stdio uvx mcp-server-fetch" },
        { "YAML with anchors", "mcp.yaml", "base: &base\n  command: npx\n  env: { A: 1 }\nmcpServers:\n  a:\n    <<: *base\n    args: [x, 8080, true]\n", "a: stdio npx x 8080 true A=1" },
        { "mcp-agent", "mcp_agent.config.yaml", "mcp:\n  servers:\n    fetch:\n      command: uvx\n      args: [mcp-server-fetch]\n", "fetch: stdio uvx mcp-server-fetch" },
        { "LiteLLM", "config.yaml", "mcp_servers:\n  deepwiki:\n    url: https://x.example/mcp\n    transport: http\n", "deepwiki: http https://x.example/mcp" },
        { "Smithery", "smithery.yaml", "startCommand:\n  type: stdio\n", "!computes the command with JavaScript" },
        { "YAML that is none", "x.yaml", "mcpServers: [unclosed\n", "!FILE:2:1: error: not YAML: " },
        { "YAML that contains itself", "x.yaml", "mcpServers: &a\n  x: *a\n", "!levels" },
        { "other YAML", "compose.yaml", "services:\n  a: { image: x }\n", "!has \"services\". This is not a known config format." },
        // Bundles and the registry
        { "a bundle", "manifest.json", """{ "manifest_version": "0.3", "name": "e", "version": "1", "server": { "type": "node", "entry_point": "s.js", "mcp_config": { "command": "node", "args": ["${__dirname}/s.js", "--dir", "${user_config.dirs}", "--limit", "${user_config.limit}", "--mode", "${user_config.mode}"], "env": { "API_KEY": "${user_config.api_key}", "OPT": "${user_config.opt}", "D": "${HOME}/x" } } }, "user_config": { "api_key": { "type": "string", "sensitive": true, "required": true }, "dirs": { "type": "directory", "multiple": true, "default": ["${HOME}/Desktop", "${DOCUMENTS}"] }, "limit": { "type": "number" }, "mode": { "type": "boolean", "default": true }, "opt": { "type": "string", "sensitive": true } } }""", "e: stdio node HERE/s.js --dir ${HOME}/Desktop ${HOME}/Documents --mode ${E_MODE:-true} API_KEY=${API_KEY} OPT=${OPT:-} D=${HOME}/x cwd=HERE" },
        { "a bundle without a command", "manifest.json", """{ "dxt_version": "0.1", "name": "e", "server": { "type": "uv", "entry_point": "src/s.py" } }""", "e: stdio uv run --directory HERE HERE/src/s.py cwd=HERE" },
        { "a packed bundle", "x.mcpb", "PK\u0003\u0004rest", "!is a bundle, a zip file. Unpack it, and give its manifest" },
        { "a manifest of a browser's extension", "manifest.json", """{ "manifest_version": 3, "name": "e", "background": {} }""", "!This is not a known config format." },
        { "the registry, first version", "server.json", """{ "name": "io.github.x/weather", "version_detail": { "version": "1" }, "packages": [{ "registry_name": "npm", "name": "@x/weather", "version": "1.0.2", "environment_variables": [{ "name": "API_KEY", "is_required": true, "is_secret": true }], "package_arguments": [{ "type": "positional", "value_hint": "dir", "is_required": true }] }] }""", "weather: stdio npx -y @x/weather@1.0.2 ${WEATHER_DIR} API_KEY=${API_KEY}" },
        { "the registry, optional and proposed", "server.json", """{ "name": "com.x/mcp", "version": "1.0.0", "packages": [{ "registryType": "pypi", "identifier": "x", "transport": { "type": "stdio" }, "environmentVariables": [{ "name": "X_KEY", "isSecret": true }, { "name": "X_PORT", "default": 8080 }, { "name": "X_URL", "isSecret": true, "default": "https://a" }, { "name": "X_NONE" }], "packageArguments": [{ "type": "named", "name": "--token", "isSecret": true }, { "type": "named", "name": "--debug", "value": false }] }] }""", "x: stdio uvx x@1.0.0 --debug false X_KEY=${X_KEY:-} X_PORT=${X_PORT:-8080} X_URL=${X_URL:-https://a}" },
        { "the registry, a remote", "server.json", """{ "name": "com.x/tasks", "version": "1", "remotes": [{ "type": "streamable-http", "url": "https://x.example/mcp", "headers": [{ "name": "X-Key", "isSecret": true }, { "name": "Authorization", "value": "Bearer {t}", "variables": { "t": { "isSecret": true } } }] }] }""", "tasks: http https://x.example/mcp [X-Key=${TASKS_X_KEY:-}] [Authorization=Bearer ${TASKS_T}]" },
        // What people do to their files
        { "comments as keys", "mcp.json", """{ "_comment": "x", "mcpServers": { "//": "ours", "_note": "y", "#todo": [], "$schema": "z", "//old": { "command": "gone" }, "a": { "//": "z", "_why": 1, "command": "x", "env": { "//": "k", "_comment": "l", "A": "b" } } } }""", "a: stdio x A=b" },
        { "a server whose name begins with a line", "mcp.json", """{ "mcpServers": { "_internal": { "command": "x" } } }""", "_internal: stdio x" },
        { "keys twice", "mcp.json", "{ \"mcpServers\": { \"a\": { \"command\": \"one\" },\n \"a\": { \"command\": \"two\",\n \"command\": \"three\", \"env\": { \"K\": \"1\", \"K\": \"2\" } } } }", "a: stdio three K=2 ?1:19: warning: \"a\" is there again in line 2, column 2 ?2:9: warning: \"command\" is there again in line 3, column 2 ?3:31: warning: \"K\" is there again in line 3, column 41" },
        { "the list twice", "mcp.json", "{ \"mcpServers\": { \"a\": { \"command\": \"one\" } },\n \"mcpServers\": { \"b\": { \"command\": \"two\" }, \"c\": { \"command\": \"x\" } } }", "b: stdio two ?1:3: warning: \"mcpServers\" is there again in line 2, column 2 | c: stdio x" },
        { "a remark among servers", "mcp.json", """{ "mcpServers": { "comment": "ours", "note": { "command": "x" } } }""", "note: stdio x" },
        { "keys twice in our own", "own.json", """{ "command": "one", "command": "two" }""", "-: stdio two ?\"command\" is there again" },
        { "our own, with comments as keys", "own.json", """{ "//": "x", "_comment": "y", "command": "one", "env": { "//": "a" } }""", "-: stdio one" },
        { "an empty list", "mcp.json", """{ "mcpServers": [] }""", "!\"mcpServers\" is empty; expected at least one server." },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_shape_has_its_outcome(string program, string file, string text, string expected)
    {
        var path = _folder.Write(file, text);
        _folder.Write(".env", "FROM=file\n");

        var found = Outcome(path)
            .Replace(path, "FILE", StringComparison.Ordinal)
            .Replace(_folder.Path, "HERE", StringComparison.Ordinal);

        var servers = found.Split(" | ");
        var rows = expected.Split(" | ");
        Assert.True(servers.Length == rows.Length, $"{program}: {found}");
        foreach (var (server, row) in servers.Zip(rows))
        {
            var parts = row.Split(['!', '?'], StringSplitOptions.TrimEntries);
            Assert.True(server.StartsWith(parts[0], StringComparison.Ordinal), $"{program}: {server}");
            Assert.All(parts[1..], part => Assert.Contains(part, server, StringComparison.Ordinal));
            Assert.True(parts.Length > 1 || server == row, $"{program}: {server}");
        }
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Shapes.Count >= 60, $"{Shapes.Count}");

    private static string Outcome(string path)
    {
        try
        {
            return string.Join(" | ", ConfigFile.ReadEach(path, null).Select(static reading => reading.Source is { } source ? InWords(reading.Key, source) : $"{reading.Key}: !{reading.Failure.Message}"));
        }
        catch (SkillException e)
        {
            return $"!{e.Message}";
        }
    }

    private static string InWords(string? key, ServerSource source)
    {
        var config = source.Config;
        var words = new StringBuilder($"{key ?? "-"}: {config.Transport.ToString().ToLowerInvariant()} {(config.Transport is TransportKind.Stdio ? config.Command : config.Url)}");
        IEnumerable<string> more =
        [
            .. config.Arguments,
            .. config.Environment.Select(static pair => $"{pair.Key}={pair.Value}"),
            .. config.Headers.Select(static pair => $"[{pair.Key}={pair.Value}]"),
            .. config.Tools.Include.Select(static tool => $"+{tool}"),
            .. config.Tools.Exclude.Select(static tool => $"-{tool}"),
            .. config.WorkingDirectory is { } cwd ? [$"cwd={cwd}"] : Array.Empty<string>(),
            .. source.Warnings.Select(static warning => warning.ToString()),
        ];
        return words.Append(string.Concat(more.Select(static word => $" {word}"))).ToString();
    }
}
