using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>The file in which <c>docker login</c>, and podman and oras after it, keep who is signed in where.</summary>
internal sealed class DockerConfigFile(string path)
{
    private static readonly string[] HubNames = ["docker.io", "index.docker.io", "registry-1.docker.io"];

    public static string DefaultPath()
    {
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        return Path.Combine(folder, "config.json");
    }

    /// <returns>Null if the file is absent, or names no user for the registry.</returns>
    /// <exception cref="AzureCloudException">The file or a credential helper cannot be used.</exception>
    public async Task<RegistrySecret?> FindAsync(string loginServer, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var config = Read(await File.ReadAllBytesAsync(path, cancellationToken));
        var helper = Entry(config["credHelpers"], loginServer).Value.Text() ?? config["credsStore"].Text();
        if (helper is { Length: > 0 } && await new CredentialHelper(helper).FindAsync(HelperKey(config, loginServer), cancellationToken) is { } kept)
        {
            return kept;
        }

        var (key, entry) = Entry(config["auths"], loginServer);
        return entry is JsonObject login ? Login(login, key) : null;
    }

    private JsonObject Read(byte[] content)
    {
        try
        {
            return JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw Unusable("it is no JSON object");
        }
        catch (JsonException e)
        {
            throw Unusable($"it is not JSON (line {e.LineNumber + 1})");
        }
    }

    private RegistrySecret? Login(JsonObject login, string key)
    {
        if (login.Text("identitytoken") is { Length: > 0 } token)
        {
            return new RegistrySecret("", "", token);
        }

        if (login.Text("auth") is not { Length: > 0 } pair)
        {
            return login.Text("username") is { Length: > 0 } user && login.Text("password") is { } password ? new RegistrySecret(user, password, null) : null;
        }

        var bytes = new byte[pair.Length];
        var text = Convert.TryFromBase64String(pair, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0') : "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new RegistrySecret(text[..colon], text[(colon + 1)..], null) : throw Unusable($"auths/{key}/auth is not the base64 of user:password");
    }

    /// <summary>Helpers know a registry by the name that it was signed in to with.</summary>
    private static string HelperKey(JsonObject config, string loginServer) =>
        Entry(config["auths"], loginServer) is { Value: not null } entry ? entry.Key : IsHub(loginServer) ? "https://index.docker.io/v1/" : loginServer;

    private static (string Key, JsonNode? Value) Entry(JsonNode? section, string loginServer)
    {
        var found = (section as JsonObject)?.FirstOrDefault(entry => entry.Value is not null && IsSame(entry.Key, loginServer));
        return (found?.Key ?? "", found?.Value);
    }

    private static bool IsSame(string key, string loginServer)
    {
        var host = Host(key);
        return host.Equals(Host(loginServer), StringComparison.OrdinalIgnoreCase) || (IsHub(host) && IsHub(loginServer));
    }

    private static bool IsHub(string host) => HubNames.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static string Host(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? key : key[(scheme + 3)..];
        return rest.Split('/', 2)[0];
    }

    private AzureCloudException Unusable(string problem) => new($"'{path}' cannot be used: {problem}. Nothing was sent. Correct the file, or sign in again with 'docker login'.");
}
