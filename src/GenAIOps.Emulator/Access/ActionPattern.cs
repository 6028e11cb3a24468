using System.IO.Enumeration;

namespace GenAIOps.Emulator.Access;

/// <summary>An action of a role definition, such as <c>Microsoft.App/containerApps/*/read</c>. Case does not count.</summary>
/// <remarks>
/// A <c>*</c> stands for any text, slashes included. <c>/*/</c> also stands for one slash: Managed Identity Operator has
/// <c>userAssignedIdentities/*/assign/action</c>, and may assign.
/// </remarks>
internal readonly struct ActionPattern(string pattern)
{
    private readonly string _short = pattern.Replace("/*/", "/", StringComparison.Ordinal);

    public bool Matches(string action) =>
        FileSystemName.MatchesSimpleExpression(pattern, action) || (_short.Length < pattern.Length && FileSystemName.MatchesSimpleExpression(_short, action));

    public override string ToString() => pattern;
}
