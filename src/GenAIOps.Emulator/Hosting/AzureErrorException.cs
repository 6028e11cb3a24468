using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Hosting;

/// <summary>An answer in Azure's error form: <c>{"error":{"code","message"}}</c> with this status.</summary>
internal sealed class AzureErrorException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    /// <summary><c>innererror.code</c>, where a service has one.</summary>
    public string? InnerCode { get; init; }

    public static AzureErrorException BadRequest(string code, string message) => new(400, code, message);
    public static AzureErrorException NotFound(string code, string message) => new(404, code, message);
    public static AzureErrorException Conflict(string code, string message) => new(409, code, message);

    public static JsonObject Body(string code, string message) =>
        new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    public Task WriteAsync(HttpContext http) => WriteAsync(http, Status, Code, Message, InnerCode);

    public static async Task WriteAsync(HttpContext http, int status, string code, string message, string? innerCode = null)
    {
        JsonObject body = Body(code, message);
        if (innerCode is not null) body["error"]!["innererror"] = new JsonObject { ["code"] = innerCode };
        http.Response.StatusCode = status;
        http.Response.Headers["x-ms-error-code"] = code;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
