using GenAIOps.Evidence;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Support;

/// <summary>The signing key that the command line or SIGNING_KEY names: an address of Key Vault, or a file.</summary>
internal static class NamedKey
{
    /// <returns>The file; null where it is an address.</returns>
    public static string? FileOf(string named, string root) => named.StartsWith("https://", StringComparison.Ordinal) ? null : Path.GetFullPath(named, root);

    /// <summary>Refuses a file that is no key before any target runs, so that a typing error is not found out after resources were made.</summary>
    public static void Check(string? named, string root)
    {
        if (named is null || FileOf(named, root) is not { } file) return;
        try
        {
            SigningKey.Open(file).Dispose();
        }
        catch (InvalidDataException e)
        {
            throw new ExitCodeException(ExitCodes.BadInput, e.Message);
        }
    }
}
