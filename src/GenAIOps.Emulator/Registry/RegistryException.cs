using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Registry;

/// <summary>An answer in the registry's error form: <c>{"errors":[{"code","message","detail"}]}</c> (OCI Distribution 1.1, "Error Codes").</summary>
internal sealed class RegistryException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    public static RegistryException BlobUnknown(string digest) => new(404, "BLOB_UNKNOWN", $"blob {digest} is unknown to the repository");
    public static RegistryException ManifestUnknown(string reference) => new(404, "MANIFEST_UNKNOWN", $"manifest {reference} is not found");
    public static RegistryException NameUnknown(string name) => new(404, "NAME_UNKNOWN", $"repository {name} is not known to the registry");
    public static RegistryException UploadUnknown(string id) => new(404, "BLOB_UPLOAD_UNKNOWN", $"blob upload {id} is unknown to the registry");
    public static RegistryException DigestInvalid(string message) => new(400, "DIGEST_INVALID", message);
    public static RegistryException ManifestInvalid(string message) => new(400, "MANIFEST_INVALID", message);
    public static RegistryException Unsupported(string message) => new(405, "UNSUPPORTED", message);

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        JsonObject body = new() { ["errors"] = new JsonArray(new JsonObject { ["code"] = Code, ["message"] = Message, ["detail"] = null }) };
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
