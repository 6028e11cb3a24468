using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>Azure's rules for names of apps, revisions and labels.</summary>
internal static partial class Names
{
    private const string SuffixAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static void CheckApp(string name)
    {
        if (name.Length is < 2 or > 32 || !DnsName().IsMatch(name) || name.Contains("--", StringComparison.Ordinal))
            throw AzureErrorException.BadRequest("ContainerAppInvalidName",
                $"Invalid ContainerApp name '{name}'. A name must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
                + "end with an alphanumeric character and cannot have '--'. The length must be from 2 to 32 characters.");
    }

    /// <returns>The name of the revision: <c>app--suffix</c>.</returns>
    public static string Revision(string app, string suffix)
    {
        string name = $"{app}--{suffix}";
        if (!DnsName().IsMatch(suffix) || suffix.Contains("--", StringComparison.Ordinal) || name.Length > 54)
            throw AzureErrorException.BadRequest("ContainerAppInvalidRevisionName",
                $"Revision name has an invalid value '{suffix}'. A revision name must consist of lower case alphanumeric characters or '-', start with an alphabetic "
                + "character, and end with an alphanumeric character. The length of the revision name must not be more than a combined 54 characters with the container app name.");
        return name;
    }

    public static bool IsLabel(string label) => label.Length <= 30 && Label().IsMatch(label) && !label.Contains("--", StringComparison.Ordinal);

    /// <summary>The suffix of a template that names none: the same for the same template and number.</summary>
    /// <param name="number">Tells apart revisions of one template, made again after another.</param>
    public static string SuffixFor(string template, int number)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(number == 0 ? template : $"{number}\n{template}"));
        StringBuilder suffix = new();
        // A suffix starts with a letter.
        suffix.Append(SuffixAlphabet[10 + (hash[0] % 26)]);
        foreach (byte value in hash.AsSpan(1, 6)) suffix.Append(SuffixAlphabet[value % SuffixAlphabet.Length]);
        return suffix.ToString();
    }

    [GeneratedRegex("^[a-z]([a-z0-9-]*[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex DnsName();

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
