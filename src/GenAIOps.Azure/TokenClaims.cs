using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure;

/// <summary>What a JSON web token says. It is not verified: whoever sent it is trusted already.</summary>
internal static class TokenClaims
{
    /// <returns>Null for a token of another kind.</returns>
    public static JsonNode? Read(string token)
    {
        try
        {
            return token.Split('.') is [_, var claims, _] ? JsonNode.Parse(Base64Url.DecodeFromChars(claims)) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
