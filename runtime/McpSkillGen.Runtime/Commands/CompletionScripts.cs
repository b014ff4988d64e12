namespace McpSkillGen.Runtime.Commands;

/// <summary>
/// What <c>completions SHELL</c> prints: a few lines that ask the executor itself, by its path, so that they work however
/// it is called and never disagree with it.
/// </summary>
internal static class CompletionScripts
{
    public static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    public static string For(string shell, string name, string program)
    {
        var template = shell switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        };
        return template
            .Replace("NAME", name, StringComparison.Ordinal)
            .Replace("FUNCTION", "__" + name.Replace('-', '_'), StringComparison.Ordinal)
            .Replace("PROGRAM", Quoted(program, shell), StringComparison.Ordinal);
    }

    // The current word is marked by "=", because PowerShell drops empty arguments.
    private const string Bash = """
        FUNCTION() {
            local word rest
            COMPREPLY=()
            while IFS=$'\t' read -r word rest; do
                COMPREPLY+=("$(printf %q "$word")")
            done < <(PROGRAM __complete "=${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
        }
        complete -o default -F FUNCTION NAME

        """;

    private const string Zsh = """
        #compdef NAME
        FUNCTION() {
            local -a found
            local line
            while IFS= read -r line; do
                found+=("${${line//:/\\:}/$'\t'/:}")
            done < <(PROGRAM __complete "=${words[CURRENT]}" "${(@)words[2,CURRENT-1]}" 2>/dev/null)
            if (( $#found )); then _describe NAME found; else _files; fi
        }
        compdef FUNCTION NAME

        """;

    private const string Fish = """
        function FUNCTION
            set -l before (commandline -opc)
            set -e before[1]
            set -l current (commandline -ct)
            PROGRAM __complete "=$current" $before 2>/dev/null
        end
        complete -c NAME -a '(FUNCTION)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName NAME -ScriptBlock {
            param($word, $ast, $position)
            $before = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
            & PROGRAM __complete "=$word" @before 2>$null | ForEach-Object {
                $text, $about = $_ -split "`t", 2
                if (-not $about) { $about = $text }
                [System.Management.Automation.CompletionResult]::new($text, $text, 'ParameterValue', $about)
            }
        }

        """;

    private static string Quoted(string program, string shell) => shell switch
    {
        "fish" => $"'{program.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
        "pwsh" => $"'{program.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => $"'{program.Replace("'", "'\\''", StringComparison.Ordinal)}'",
    };
}
