using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Words what a registry refused: the request, the registry's own reason, what is safe, and what to do.</summary>
internal static class RegistryErrors
{
    private const int LongestReason = 64 << 10;

    /// <returns>The code of the first error (BLOB_UPLOAD_UNKNOWN, DIGEST_INVALID, ...; empty where there is none), and what to throw.</returns>
    public static async Task<(string Code, AzureCloudException Refusal)> RefusedAsync(string server, HttpMethod method, Uri address, HttpResponseMessage response, TimeSpan stall, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var error = await ErrorAsync(response, stall, cancellationToken);
        var reason = error is null ? "" : $"{error.Text("code")}: {error.Text("message")?.TrimEnd('.', ' ')}. ";
        return (error?.Text("code") ?? "", new AzureCloudException($"Registry {server} refused {method} {address.AbsolutePath}: {status} {reason}{Next(status, response)}"));
    }

    public static AzureCloudException Unreachable(string server, BrokenConnectionException broken) =>
        new($"Registry {server} cannot be reached: {broken.Message}. Nothing was published. Check the network, or ./build.sh Status for the emulator.", broken);

    private static async Task<JsonObject?> ErrorAsync(HttpResponseMessage response, TimeSpan stall, CancellationToken cancellationToken)
    {
        try
        {
            return JsonNode.Parse(await ResponseBody.ReadAsync(response, LongestReason, stall, cancellationToken)).Items("errors").FirstOrDefault();
        }
        catch (Exception e) when (e is BrokenConnectionException or InvalidDataException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Next(int status, HttpResponseMessage response) => status switch
    {
        401 or 403 => "Give the identity AcrPush on the registry, or sign in with 'docker login', then run the same command again.",
        404 => "The repository or blob is not there: run ./build.sh Push.",
        413 => "It is larger than the registry takes. Split the layer, or raise the registry's limit.",
        507 => "Its disk is full. Make room, then run the same command again.",
        429 or 503 when response.Headers.RetryAfter is { } wait => $"What was published before is intact; the registry asks to come back after {wait}{(wait.Delta is null ? "" : " s")}.",
        _ => "What was published before is intact; run the same command again.",
    };
}
