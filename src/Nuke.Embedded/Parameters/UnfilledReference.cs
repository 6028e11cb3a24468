using System.Text.RegularExpressions;

namespace Nuke.Common.Parameters;

/// <summary>
/// A reference to a variable that a build server leaves in a value where the variable is not defined: <c>$(NAME)</c>, <c>$[ … ]</c> and <c>${{ … }}</c> of Azure
/// Pipelines and GitHub Actions, <c>${NAME}</c> and <c>$NAME</c> of shells and GitLab, <c>%NAME%</c> of TeamCity and Windows, <c>#{NAME}</c> of Octopus.
/// The forms without brackets count only where they are the whole value.
/// </summary>
internal static partial class UnfilledReference
{
    /// <returns>The first reference's variable or expression; null if there is none.</returns>
    public static string? In(IEnumerable<string> texts) =>
        texts.Select(text => Reference().Match(text)).FirstOrDefault(x => x.Success) is { } match ? match.Groups["name"].Value.Trim() : null;

    /// <summary>Completes "… '$(NAME)' ".</summary>
    public static string Problem(string reference) =>
        $"is what a build server leaves where nothing is filled in: the variable {reference} is not defined in this pipeline. Define it there, or remove the line that passes it on.";

    [GeneratedRegex(@"\$\(\s*(?<name>[A-Za-z_][\w.:-]*)\s*\)|\$\{\{(?<name>.*?)\}\}|^\s*\$\[(?<name>.*)\]\s*$|[$#]\{\s*(?<name>[A-Za-z_][\w.-]*)\s*\}|^\s*\$(?<name>[A-Za-z_]\w*)\s*$|^\s*%(?<name>[A-Za-z_][\w.-]*)%\s*$", RegexOptions.Singleline)]
    private static partial Regex Reference();
}
