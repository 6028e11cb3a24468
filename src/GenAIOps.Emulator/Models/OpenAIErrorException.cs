using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Models;

/// <summary>An answer in OpenAI's error form: <c>{"error":{"message","type","code","param"}}</c> with this status.</summary>
internal sealed class OpenAIErrorException(int status, string code, string message, string? parameter = null) : Exception(message)
{
    public static OpenAIErrorException Invalid(string message, string? parameter = null, string code = "invalid_value") => new(400, code, message, parameter);

    public static OpenAIErrorException DeploymentNotFound(string name, string where) => new(404, "DeploymentNotFound",
        $"The API deployment '{name}' for this resource does not exist: {where}. If you created the deployment within the last 5 minutes, please wait a moment and try again.", "model");

    public async Task WriteAsync(HttpContext http)
    {
        JsonObject error = new()
        {
            ["message"] = Message,
            ["type"] = status >= 500 ? "server_error" : "invalid_request_error",
            ["code"] = code,
            ["param"] = parameter,
        };
        http.Response.StatusCode = status;
        http.Response.Headers["x-ms-error-code"] = code;
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(new JsonObject { ["error"] = error }.ToJsonString(), http.RequestAborted);
    }
}
