using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace GenAIOps.Scenarios;

/// <summary>Clients of PROD: 50 requests a second, ten of them event streams, which last as long as the agent takes.</summary>
internal sealed class Users : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly Task _work;
    private readonly ConcurrentBag<Task> _open = [];
    private int _sent;
    private int _streams;

    public Users(World world)
    {
        _http = world.Prod();
        _work = WorkAsync();
    }

    public ConcurrentBag<string> Failures { get; } = [];

    public int Sent => _sent;

    /// <summary>The most event streams that were open at once.</summary>
    public int MostStreams { get; private set; }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
        await Task.WhenAll(_open);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WorkAsync()
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await beat.WaitForNextTickAsync(_stop.Token))
            {
                _open.Add(AskAsync(stream: _sent % 5 == 0));
                _sent++;
            }
        }
        catch (OperationCanceledException)
        {
            // The release is over.
        }
    }

    private async Task AskAsync(bool stream)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "ask") { Content = JsonContent.Create(new { question = ReleasedWorld.Question }) };
            if (stream)
            {
                request.Headers.Accept.ParseAdd("text/event-stream");
                MostStreams = Math.Max(MostStreams, Interlocked.Increment(ref _streams));
            }

            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (!response.IsSuccessStatusCode || (stream && !text.Contains("event: done", StringComparison.Ordinal)))
            {
                Failures.Add($"{(int)response.StatusCode}: {text}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            Failures.Add($"{(stream ? "stream" : "request")}: {e.Message}");
        }
        finally
        {
            if (stream)
            {
                Interlocked.Decrement(ref _streams);
            }
        }
    }
}
