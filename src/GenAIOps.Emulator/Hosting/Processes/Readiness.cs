using System.Net.Sockets;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Asks a process whether it is ready, as the readiness probe of a container does.</summary>
internal sealed class Readiness : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50), AnswerTime = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = AnswerTime,
    };

    /// <returns>When ready; throws when cancelled.</returns>
    public async Task WaitAsync(Uri address, string? path, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(address, path, cancellationToken)) await Task.Delay(Interval, cancellationToken);
    }

    public async Task<bool> IsReadyAsync(Uri address, string? path, CancellationToken cancellationToken)
    {
        try
        {
            if (path is null)
            {
                using TcpClient client = new();
                await client.ConnectAsync(address.Host, address.Port, cancellationToken);
                return true;
            }
            using HttpResponseMessage response = await _http.GetAsync(new Uri(address, path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode is >= 200 and < 400;
        }
        catch (Exception error) when (error is SocketException or HttpRequestException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
