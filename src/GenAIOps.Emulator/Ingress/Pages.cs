using System.Net;

namespace GenAIOps.Emulator.Ingress;

/// <summary>The pages of the ingress itself, for hosts that no app answers for.</summary>
internal static class Pages
{
    public static Task WriteAsync(HttpContext http, int status, string reason)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        string host = WebUtility.HtmlEncode(http.Request.Host.Value ?? "");
        return http.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"en\"><head><title>Azure Container App - {status}</title></head>"
            + $"<body><h1>Error {status} - {WebUtility.HtmlEncode(reason)}</h1><p>{host}</p></body></html>\n", http.RequestAborted);
    }
}
