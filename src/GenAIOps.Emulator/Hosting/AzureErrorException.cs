using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Hosting;

/// <summary>An answer in Azure's error form: <c>{"error":{"code","message"}}</c> with this status.</summary>
internal sealed class AzureErrorException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    public static AzureErrorException BadRequest(string code, string message) => new(400, code, message);
    public static AzureErrorException NotFound(string code, string message) => new(404, code, message);
    public static AzureErrorException Conflict(string code, string message) => new(409, code, message);

    public static JsonObject Body(string code, string message) =>
        new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    public Task WriteAsync(HttpContext http) => WriteAsync(http, Status, Code, Message);

    public static async Task WriteAsync(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.Headers["x-ms-error-code"] = code;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(Body(code, message).ToJsonString(), http.RequestAborted);
    }
}
