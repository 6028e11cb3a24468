using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;

namespace GenAIOps.Azure.KeyVault;

/// <summary>An ECDSA P-256 key in Azure Key Vault. Its private half never leaves the vault.</summary>
/// <remarks>learn.microsoft.com/rest/api/keyvault/keys, version 7.4: Get Key, Sign. The identity needs the role Key Vault Crypto User.</remarks>
public sealed class KeyVaultKey
{
    private const string ApiVersion = "7.4";

    private readonly HttpPipeline _pipeline;
    private readonly Uri _key;

    /// <param name="cloud">Whose credential signs in.</param>
    /// <param name="key">With its version, so that what signs does not change unseen: <c>https://myvault.vault.azure.net/keys/evidence/0123…</c></param>
    /// <exception cref="AzureCloudException">It is no such address.</exception>
    public KeyVaultKey(AzureCloud cloud, Uri key)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(key);
        var parts = key.AbsolutePath.Trim('/').Split('/');
        if (key.Scheme != Uri.UriSchemeHttps || key.Query.Length > 0 || parts is not ["keys", { Length: > 0 }, { Length: > 0 }])
            throw new AzureCloudException($"'{key}' is no key of a Key Vault. Nothing was signed. Write https://<vault>.vault.azure.net/keys/<name>/<version>.");
        _key = key;
        var labels = key.Host.Split('.', 2);
        _pipeline = cloud.CreatePipeline($"https://{(labels.Length == 2 ? labels[1] : key.Host)}/.default");
    }

    /// <summary>The public half.</summary>
    /// <exception cref="AzureCloudException">The vault refuses, or the key is of another kind.</exception>
    public async Task<ECParameters> GetPublicKeyAsync(CancellationToken cancellationToken)
    {
        var json = await SendAsync(RequestMethod.Get, "", null, cancellationToken);
        return (string?)json["key"]?["kty"] is "EC" or "EC-HSM" && (string?)json["key"]?["crv"] == "P-256"
            ? new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Decode((string)json["key"]!["x"]!), Y = Decode((string)json["key"]!["y"]!) } }
            : throw new AzureCloudException($"{_key} is no EC key on P-256. Nothing was signed. Create one: az keyvault key create --kty EC --curve P-256");
    }

    /// <param name="sha256">The digest of what is signed, 32 bytes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>r and s, 32 bytes each (IEEE P1363).</returns>
    /// <exception cref="AzureCloudException">The vault refuses.</exception>
    public async Task<byte[]> SignAsync(byte[] sha256, CancellationToken cancellationToken)
    {
        var json = await SendAsync(RequestMethod.Post, "/sign", new JsonObject { ["alg"] = "ES256", ["value"] = Encode(sha256) }, cancellationToken);
        return Decode((string?)json["value"] ?? throw new AzureCloudException($"{_key} answered a signature without a value. Nothing was signed."));
    }

    private async Task<JsonNode> SendAsync(RequestMethod method, string operation, JsonObject? body, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri($"{_key.AbsoluteUri.TrimEnd('/')}{operation}?api-version={ApiVersion}"));
        message.Request.Headers.Add("Accept", "application/json");
        if (body is not null)
        {
            message.Request.Headers.Add("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(body.ToJsonString()));
        }

        await _pipeline.SendAsync(message, cancellationToken);
        using var response = message.Response;
        if (response.Status != 200)
            throw new AzureCloudException($"Key Vault refused {operation.TrimStart('/') switch { "" => "to show", var name => $"to {name} with" }} {_key}: {response.Status} {Error(response.Content)}. Nothing was signed. Give the identity the role Key Vault Crypto User on it.");
        return JsonNode.Parse(response.Content) ?? throw new AzureCloudException($"{_key} answered nothing. Nothing was signed.");
    }

    private static string Error(BinaryData content)
    {
        try
        {
            return (string?)JsonNode.Parse(content)?["error"]?["code"] ?? "";
        }
        catch (System.Text.Json.JsonException)
        {
            return "";
        }
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
