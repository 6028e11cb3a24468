namespace Nuke.Common.Parameters;

/// <summary>Scripts that make a shell ask the build itself what may come next.</summary>
internal static class CompletionScripts
{
    public static readonly IReadOnlyList<string> Shells = ["bash", "zsh", "fish", "powershell"];

    public static string Of(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    };

    private const string Bash = """
        # In ~/.bashrc:  source <(./build.sh --completion bash)
        _build_sh() {
            local line
            COMPREPLY=()
            while IFS= read -r line; do
                COMPREPLY+=("${line%%$'\t'*}")
            done < <("${COMP_WORDS[0]}" :complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -F _build_sh build.sh
        """;

    private const string Zsh = """
        # In ~/.zshrc, after compinit:  source <(./build.sh --completion zsh)
        _build_sh() {
            local line
            local -a candidates
            for line in "${(@f)$("${words[1]}" :complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                [[ -n "$line" ]] && candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
            done
            _describe 'target, parameter or value' candidates
        }
        compdef _build_sh build.sh
        """;

    private const string Fish = """
        # In ~/.config/fish/config.fish:  ./build.sh --completion fish | source
        function __build_sh
            set -l words (commandline -opc)
            $words[1] :complete $words[2..-1] (commandline -ct | string collect --allow-empty) 2>/dev/null
        end
        complete -c build.sh -f -a '(__build_sh)'
        """;

    private const string PowerShell = """
        # In $PROFILE:  ./build.ps1 --completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName build.ps1, build.sh, build -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.Extent.Text })
            if ($wordToComplete -eq '') { $words += '' }
            & $commandAst.CommandElements[0].Extent.Text ':complete' @words 2>$null | ForEach-Object {
                $value, $description = $_ -split "`t", 2
                if (-not $description) { $description = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
            }
        }
        """;
}
