using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>Reads what the emulator was asked for while something ran.</summary>
internal sealed class RequestRecorder : IDisposable
{
    private readonly HttpClient _owner;
    private long _last;

    private RequestRecorder(HttpClient owner) => _owner = owner;

    /// <summary>Records from now on.</summary>
    public static async Task<RequestRecorder> StartAsync(World world)
    {
        RequestRecorder recorder = new(world.Owner());
        await recorder.TakeAsync();
        return recorder;
    }

    /// <summary>The requests since it was last asked.</summary>
    public async Task<IReadOnlyList<RecordedRequest>> TakeAsync()
    {
        var text = await _owner.GetStringAsync($"emulator/requests?after={_last}", TestContext.Current.CancellationToken);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0) _last = (long)JsonNode.Parse(lines[^1])!["seq"]!;
        return [.. lines.Select(RecordedRequest.Parse)];
    }

    public void Dispose() => _owner.Dispose();
}
