using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Evidence;

/// <summary>A DSSE envelope: a payload and signatures over its type and bytes, so that neither can be exchanged.</summary>
/// <remarks>secure-systems-lab/dsse, protocol.md and envelope.md, v1.0.</remarks>
internal static class Dsse
{
    /// <summary>Pre-authentication encoding: <c>"DSSEv1" SP LEN(type) SP type SP LEN(body) SP body</c>, lengths in bytes, decimal.</summary>
    public static byte[] PreAuthenticationEncoding(string type, ReadOnlySpan<byte> body)
    {
        var typeBytes = Encoding.UTF8.GetByteCount(type);
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {typeBytes} {type} {body.Length} "));
        return [.. head, .. body];
    }

    public static async Task<byte[]> SignAsync(string payloadType, byte[] payload, ISigner key, CancellationToken cancellationToken) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["payloadType"] = payloadType,
        ["payload"] = Convert.ToBase64String(payload),
        ["signatures"] = new JsonArray(new JsonObject
        {
            ["keyid"] = key.KeyId,
            ["sig"] = Convert.ToBase64String(await key.SignAsync(PreAuthenticationEncoding(payloadType, payload), cancellationToken)),
        }),
    }.ToJsonString());

    /// <summary>Either alphabet, as the specification asks of readers; with or without padding.</summary>
    private static byte[] Decode(string text)
    {
        var plain = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
    }

    /// <returns>The payload and who signed it, or the reason why it is not to be believed.</returns>
    public static (byte[]? Payload, string Reason) Verify(byte[] envelope, string payloadType, TrustedKeys trusted)
    {
        try
        {
            // Anybody who may push can attach an envelope: two members of one name are refused where they are parsed.
            var json = JsonNode.Parse(envelope, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!;
            var type = (string)json["payloadType"]!;
            if (type != payloadType)
            {
                return (null, $"its payload type is {type}, not {payloadType}");
            }

            var payload = Decode((string)json["payload"]!);
            var message = PreAuthenticationEncoding(type, payload);
            var known = false;
            foreach (var signature in json["signatures"]!.AsArray())
            {
                var verdict = trusted.Verify((string?)signature!["keyid"] ?? "", message, Decode((string)signature["sig"]!));
                if (verdict is true)
                {
                    return (payload, "");
                }

                known |= verdict is not null;
            }

            return (null, known ? "its signature does not fit its content: it was changed after it was signed"
                : trusted.IsEmpty ? "it is signed, and no key is trusted here: keys/ has none"
                : "it is signed by a key that is not trusted here");
        }
        catch (Exception e) when (e is JsonException or FormatException or NullReferenceException or InvalidOperationException)
        {
            return (null, "it is no DSSE envelope");
        }
    }
}
