using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Identity;

/// <summary>An answer in the error form of Entra's token endpoint (RFC 6749, section 5.2, with Entra's members).</summary>
/// <param name="number">Of the AADSTS message.</param>
internal sealed class EntraException(int status, string error, int number, string message) : Exception(message)
{
    public IResult Answer(DateTimeOffset now) => Results.Json(new JsonObject
    {
        ["error"] = error,
        ["error_description"] = $"AADSTS{number}: {Message}",
        ["error_codes"] = new JsonArray(number),
        ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["trace_id"] = Guid.NewGuid().ToString(),
        ["correlation_id"] = Guid.NewGuid().ToString(),
    }, statusCode: status);
}
