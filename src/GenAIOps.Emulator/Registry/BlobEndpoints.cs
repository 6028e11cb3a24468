using System.Globalization;
using System.Net.Http.Headers;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

/// <summary>Blobs: pulling, pushing in one request or in chunks, mounting, deleting.</summary>
internal sealed class BlobEndpoints(BlobStore blobs, Repositories repositories)
{
    public async Task AnswerAsync(HttpContext http, string name, string reference)
    {
        if (!Digest.TryParse(reference, out Digest digest)) throw RegistryException.DigestInvalid($"'{reference}' is not a sha256 digest");
        if (!repositories.HasBlob(name, digest)) throw RegistryException.BlobUnknown(reference);
        http.Response.Headers["Docker-Content-Digest"] = digest.ToString();
        switch (http.Request.Method)
        {
            case "HEAD":
                http.Response.ContentType = "application/octet-stream";
                http.Response.ContentLength = blobs.Size(digest);
                break;
            case "GET":
                await Results.Stream(blobs.Open(digest), "application/octet-stream", enableRangeProcessing: true).ExecuteAsync(http);
                break;
            case "DELETE":
                repositories.DeleteBlob(name, digest);
                http.Response.StatusCode = 202;
                break;
            default:
                throw RegistryException.Unsupported($"{http.Request.Method} of a blob is not supported");
        }
    }

    /// <param name="mayPull">Whether the request may read the named repository; a mount needs that.</param>
    public async Task UploadAsync(HttpContext http, string name, string id, Func<string, bool> mayPull)
    {
        switch (http.Request.Method)
        {
            case "POST" when id is "":
                await StartAsync(http, name, mayPull);
                break;
            case "PATCH":
                CheckRange(http, id);
                long size = await blobs.AppendAsync(id, http.Request.Body, http.RequestAborted);
                Progress(http, name, id, size, 202);
                break;
            case "PUT":
                Digest expected = Wanted(http);
                CheckRange(http, id);
                await AppendAndFinishAsync(http, name, id, expected);
                break;
            case "GET":
                Progress(http, name, id, blobs.UploadSize(id) ?? throw RegistryException.UploadUnknown(id), 204);
                break;
            case "DELETE":
                _ = blobs.UploadSize(id) ?? throw RegistryException.UploadUnknown(id);
                blobs.CancelUpload(id);
                http.Response.StatusCode = 204;
                break;
            default:
                throw RegistryException.Unsupported($"{http.Request.Method} of an upload is not supported");
        }
    }

    private async Task StartAsync(HttpContext http, string name, Func<string, bool> mayPull)
    {
        string from = http.Request.Query["from"].ToString();
        if (Digest.TryParse(http.Request.Query["mount"], out Digest mounted) && from is not "" && mayPull(from) && repositories.HasBlob(from, mounted))
        {
            repositories.AddBlob(name, mounted);
            Created(http, name, mounted);
            return;
        }
        if (http.Request.Query.ContainsKey("digest"))
        {
            Digest expected = Wanted(http);
            await AppendAndFinishAsync(http, name, blobs.StartUpload(), expected);
            return;
        }
        Progress(http, name, blobs.StartUpload(), 0, 202);
    }

    private async Task AppendAndFinishAsync(HttpContext http, string name, string id, Digest expected)
    {
        try
        {
            await blobs.AppendAsync(id, http.Request.Body, http.RequestAborted);
        }
        catch (IOException error) when (StateFile.IsFull(error))
        {
            blobs.CancelUpload(id);
            throw;
        }
        await blobs.FinishAsync(id, expected, http.RequestAborted);
        repositories.AddBlob(name, expected);
        Created(http, name, expected);
    }

    /// <summary>A chunk must begin where the upload ends.</summary>
    private void CheckRange(HttpContext http, string id)
    {
        long size = blobs.UploadSize(id) ?? throw RegistryException.UploadUnknown(id);
        string header = http.Request.Headers.ContentRange.ToString();
        if (header is "") return;
        // Registries' clients write "0-99" where HTTP says "bytes 0-99/*".
        string range = header.StartsWith("bytes", StringComparison.Ordinal) ? header : $"bytes {header}/*";
        bool valid = ContentRangeHeaderValue.TryParse(range, out ContentRangeHeaderValue? parsed) && parsed.From is not null;
        if (!valid || parsed!.From != size)
            throw new RegistryException(416, "BLOB_UPLOAD_INVALID", $"Content-Range '{header}' does not begin at {size}, where upload {id} ends");
    }

    private static Digest Wanted(HttpContext http) => Digest.TryParse(http.Request.Query["digest"], out Digest digest)
        ? digest
        : throw RegistryException.DigestInvalid($"'{http.Request.Query["digest"]}' is not a sha256 digest");

    private static void Created(HttpContext http, string name, Digest digest)
    {
        http.Response.StatusCode = 201;
        http.Response.Headers.Location = $"/v2/{name}/blobs/{digest}";
        http.Response.Headers["Docker-Content-Digest"] = digest.ToString();
    }

    private static void Progress(HttpContext http, string name, string id, long size, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = $"/v2/{name}/blobs/uploads/{id}";
        http.Response.Headers["Docker-Upload-UUID"] = id;
        http.Response.Headers.Range = string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, size - 1)}");
    }
}
