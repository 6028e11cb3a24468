using System.Text;
using System.Text.Json.Nodes;

namespace SupportAgent.Http;

/// <summary>Writes an event stream and keeps it alive: a comment line every 15 s, well below the 240 s after which ingress cuts a silent one.</summary>
/// <remarks>WHATWG HTML, section 9.2, server-sent events.</remarks>
internal sealed class ServerSentEvents : IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private readonly HttpResponse _response;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _ended;
    private readonly Task _heart;

    public ServerSentEvents(HttpResponse response, TimeProvider time)
    {
        _response = response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        _ended = CancellationTokenSource.CreateLinkedTokenSource(response.HttpContext.RequestAborted);
        _heart = BeatAsync(time);
    }

    public Task SendAsync(string name, JsonObject data) => WriteAsync($"event: {name}\ndata: {data.ToJsonString()}\n\n");

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _heart;
        _ended.Dispose();
        _turn.Dispose();
    }

    private async Task BeatAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                await WriteAsync(": still here\n\n");
            }
        }
        catch (OperationCanceledException)
        {
            // The stream has ended.
        }
    }

    private async Task WriteAsync(string text)
    {
        await _turn.WaitAsync(_response.HttpContext.RequestAborted);
        try
        {
            await _response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), _response.HttpContext.RequestAborted);
            await _response.Body.FlushAsync(_response.HttpContext.RequestAborted);
        }
        finally
        {
            _turn.Release();
        }
    }
}
