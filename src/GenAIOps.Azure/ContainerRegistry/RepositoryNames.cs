using System.Text.RegularExpressions;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>What may stand in a registry's paths. Names come from manifests too, and must not lead elsewhere.</summary>
/// <remarks>OCI Distribution 1.1, "Pulling manifests".</remarks>
internal static partial class RepositoryNames
{
    /// <exception cref="AzureCloudException">The name is none of a repository.</exception>
    public static string Checked(string repository) => repository.Length <= 255 && Repository().IsMatch(repository)
        ? repository
        : throw new AzureCloudException($"'{repository}' is no name of a repository. Nothing was sent. Use lower-case letters and digits, and . _ - / between them: team/support-agent");

    /// <exception cref="InvalidDataException">The text is neither a tag nor a digest.</exception>
    public static string CheckedReference(string reference) => Tag().IsMatch(reference) || OciDigest.IsWellFormed(reference)
        ? reference
        : throw new InvalidDataException($"'{reference}' is neither a tag nor a digest. Nothing was sent. A tag has up to 128 letters, digits, and . _ -; a digest reads sha256: and 64 hexadecimal digits.");

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Repository(); // Each part is told from the next by its first character, so that one pass decides.

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
