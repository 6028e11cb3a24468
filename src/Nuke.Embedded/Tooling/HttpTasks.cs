using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;

namespace Nuke.Common.IO;

/// <summary>Downloads. They end with a cancelled build, and fail for any status that is not a success.</summary>
[SuppressMessage("Design", "CA1054", Justification = "NUKE's parameters.")]
public static class HttpTasks
{
    /// <summary>How long a download may take unless the client is configured otherwise. Default 100 s (NUKE: 5 s).</summary>
    public static TimeSpan DefaultTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <exception cref="HttpRequestException">The server did not answer, or not with success.</exception>
    public static string HttpDownloadString(string uri, Configure<HttpClient>? clientConfigurator = null, Action<HttpRequestHeaders>? headerConfigurator = null) =>
        HttpDownloadStringAsync(uri, clientConfigurator, headerConfigurator).GetAwaiter().GetResult();

    /// <inheritdoc cref="HttpDownloadString"/>
    public static async Task<string> HttpDownloadStringAsync(
        string uri, Configure<HttpClient>? clientConfigurator = null, Action<HttpRequestHeaders>? headerConfigurator = null)
    {
        using var client = Client(clientConfigurator, headerConfigurator);
        return await client.GetStringAsync(uri, BuildExtras.Cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc cref="HttpDownloadString"/>
    public static void HttpDownloadFile(
        string uri, AbsolutePath path, FileMode mode = FileMode.Create, Configure<HttpClient>? clientConfigurator = null, Action<HttpRequestHeaders>? headerConfigurator = null) =>
        HttpDownloadFileAsync(uri, path, mode, clientConfigurator, headerConfigurator).GetAwaiter().GetResult();

    /// <inheritdoc cref="HttpDownloadString"/>
    public static async Task HttpDownloadFileAsync(
        string uri, AbsolutePath path, FileMode mode = FileMode.Create, Configure<HttpClient>? clientConfigurator = null, Action<HttpRequestHeaders>? headerConfigurator = null)
    {
        using var client = Client(clientConfigurator, headerConfigurator);
        await using var content = await client.GetStreamAsync(uri, BuildExtras.Cancellation).ConfigureAwait(false);
        path.Parent.CreateDirectory();
        await using var file = File.Open(path, mode);
        await content.CopyToAsync(file, BuildExtras.Cancellation).ConfigureAwait(false);
    }

    private static HttpClient Client(Configure<HttpClient>? clientConfigurator, Action<HttpRequestHeaders>? headerConfigurator)
    {
        var client = clientConfigurator.InvokeSafe(new HttpClient { Timeout = DefaultTimeout });
        headerConfigurator?.Invoke(client.DefaultRequestHeaders);
        return client;
    }
}
