using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenAIOps.Azure;

/// <summary>What a running emulator says about itself in <c>instance.json</c>.</summary>
internal sealed record EmulatorInstance(int Version, Uri Endpoint, string CertificateSha256, string CertificatePath, string Token)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The certificate in <see cref="CertificatePath"/>, which has the fingerprint <see cref="CertificateSha256"/>.</summary>
    [JsonIgnore]
    public X509Certificate2 Authority { get; private set; } = null!;

    public static EmulatorInstance Read(string path)
    {
        var where = Path.GetFullPath(path);
        try
        {
            var instance = JsonSerializer.Deserialize<EmulatorInstance>(File.ReadAllBytes(where), Json);
            var problems = instance is null ? ["it is empty."] : instance.Problems().ToArray();
            if (problems.Length > 0)
                throw Unusable(where, string.Join(" ", problems), null);
            instance!.Authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Path.GetDirectoryName(where)!, instance.CertificatePath));
            return instance.Authority.GetCertHashString(HashAlgorithmName.SHA256) == instance.CertificateSha256 ? instance
                : throw Unusable(where, $"certificatePath: '{instance.CertificatePath}' is another certificate than certificateSha256 says.", null);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AzureCloudException(
                $"The emulator is not running: '{where}' does not exist; it is written when the emulator is ready. Nothing was changed. Start the emulator and run this again.",
                absent);
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(where, unreadable.Message, unreadable);
        }
    }

    private IEnumerable<string> Problems()
    {
        if (Version != 1)
            yield return $"version: is {Version}; this client knows version 1.";
        if (Endpoint is null || Endpoint is not { IsAbsoluteUri: true, Scheme: "https", IsLoopback: true })
            yield return $"endpoint: '{Endpoint}' is not an https address of this machine.";
        if (CertificateSha256 is null || CertificateSha256.Length != 64 || !CertificateSha256.All(char.IsAsciiHexDigitUpper))
            yield return "certificateSha256: is not 64 upper-case hexadecimal digits.";
        if (string.IsNullOrWhiteSpace(CertificatePath))
            yield return "certificatePath: is empty.";
        if (string.IsNullOrWhiteSpace(Token))
            yield return "token: is empty.";
    }

    private static AzureCloudException Unusable(string where, string problem, Exception? inner) =>
        new($"The emulator's '{where}' cannot be used: {problem} Nothing was changed. Restart the emulator; it writes the file anew.", inner);

    // A record prints its members; this one holds a secret.
    public override string ToString() => $"{Endpoint}";
}
