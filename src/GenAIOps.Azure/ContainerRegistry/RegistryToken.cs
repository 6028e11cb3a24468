using System.Text.Json;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>What a token service gave.</summary>
/// <param name="Value">Secret.</param>
/// <param name="Lifetime">From now; null where the service does not say.</param>
internal sealed record RegistryToken(string Value, TimeSpan? Lifetime)
{
    // Token services call it by either name; where both are there they are the same.
    private static readonly string[] AccessNames = ["access_token", "token"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <returns>Null if the answer holds no token.</returns>
    public static RegistryToken? ParseAccess(ReadOnlyMemory<byte> answer) => Parse(answer, AccessNames);

    /// <returns>Null if the answer holds no refresh token.</returns>
    public static RegistryToken? ParseRefresh(ReadOnlyMemory<byte> answer) => Parse(answer, ["refresh_token"]);

    private static RegistryToken? Parse(ReadOnlyMemory<byte> answer, string[] names)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var value = names.Select(name => Text(document.RootElement, name)).FirstOrDefault(IsSendable);
            return value is null ? null : new RegistryToken(value, LifetimeIn(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // What is no single word of ASCII could end the header that it is sent in, and start another.
    private static bool IsSendable(string? text) => text is { Length: > 0 } && text.All(letter => letter is > ' ' and < (char)127);

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static TimeSpan? LifetimeIn(JsonElement answer) =>
        answer.TryGetProperty("expires_in", out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var seconds) && seconds is > 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : null;

    // A record prints its members; this one is a secret.
    public override string ToString() => "token";
}
