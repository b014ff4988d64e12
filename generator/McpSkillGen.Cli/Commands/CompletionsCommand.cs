using System.CommandLine;

namespace McpSkillGen.Cli.Commands;

/// <summary><c>mcpgen completions</c>: a script that lets a shell complete mcpgen's commands.</summary>
internal static class CompletionsCommand
{
    // Each asks mcpgen itself through System.CommandLine's [suggest] directive. The line must begin with the bare name
    // "mcpgen", because the parser knows the program by no other name.
    private const string Bash = """
        _mcpgen() {
            local line="mcpgen${COMP_LINE:${#COMP_WORDS[0]}}"
            local point=$((COMP_POINT - ${#COMP_WORDS[0]} + 6))
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(mcpgen "[suggest:$point]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _mcpgen mcpgen

        """;

    private const string Zsh = """
        #compdef mcpgen
        _mcpgen() {
            local -a found
            local line="mcpgen ${(j: :)words[2,CURRENT]}"
            found=(${(f)"$(mcpgen "[suggest:${#line}]" "$line" 2>/dev/null)"})
            if (( $#found )); then compadd -- $found; else _files; fi
        }
        compdef _mcpgen mcpgen

        """;

    private const string Fish = """
        function __mcpgen_complete
            set -l words (commandline -opc)
            set -e words[1]
            set -l line (string join -- ' ' mcpgen $words (commandline -ct))
            test -n (commandline -ct); or set line "$line "
            mcpgen "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c mcpgen -a '(__mcpgen_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName mcpgen -ScriptBlock {
            param($word, $ast, $position)
            $line = $ast.ToString().PadRight($position)
            mcpgen "[suggest:$position]" $line 2>$null | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }

        """;

    private static readonly Dictionary<string, string> Scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = PowerShell };

    public static Command Create(CommandStreams streams)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new CommandWithExamples(
            "completions", "Print a script that completes mcpgen's commands and options in a shell. Executors have a 'completions' command too.",
            "source <(mcpgen completions bash)", "mcpgen completions zsh > ~/.zfunc/_mcpgen", "mcpgen completions fish | source", "mcpgen completions pwsh | Out-String | Invoke-Expression") { shell };
        command.SetAction(parsed => streams.Results.Write(Scripts[parsed.GetValue(shell)!]));
        return command;
    }
}
