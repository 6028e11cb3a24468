using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Arm;

internal static partial class ApiVersion
{
    /// <summary>Every ARM request says which version it speaks; this emulator takes any, as long as it is one.</summary>
    public static void Check(HttpRequest request)
    {
        string version = request.Query["api-version"].ToString();
        if (version is "") throw ArmErrors.MissingApiVersion();
        if (!Form().IsMatch(version)) throw ArmErrors.InvalidApiVersion(version);
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(-[a-z]+(\.\d+)?)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
