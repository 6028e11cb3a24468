namespace Nuke.Common;

/// <summary>How much is printed: everything, information, warnings, or errors only.</summary>
public enum Verbosity
{
    Verbose,
    Normal,
    Minimal,
    Quiet,
}
