using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace GenAIOps.Evaluators.Tests.Judges;

/// <summary>A request that a judge sent.</summary>
internal sealed record JudgeRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    public string Instructions => Messages[0].Text;

    /// <summary>What is under judgement, read back from between its marks.</summary>
    public JsonElement Material => JsonElement.Parse(Messages[1].Text.Split('\n')[1]);
}

/// <summary>A judge's model that says what the test tells it to, and keeps what it was asked.</summary>
internal sealed class ScriptedChatClient(Func<JudgeRequest, int, string> script) : IChatClient
{
    private readonly ConcurrentQueue<JudgeRequest> _requests = new();
    private int _count;

    /// <summary>Says these one after the other, and the last of them from then on.</summary>
    public static ScriptedChatClient Saying(params string[] answers) => new((_, i) => answers[Math.Min(i, answers.Length - 1)]);

    public static string Score(int score, string reason = "because") => $$"""{"reason": "{{reason}}", "score": {{score}}}""";

    public string? Model { get; init; } = "judge-model";

    public UsageDetails? Usage { get; init; } = new() { InputTokenCount = 100, OutputTokenCount = 10 };

    public ChatFinishReason? FinishReason { get; init; }

    public IReadOnlyList<JudgeRequest> Requests => [.. _requests];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new JudgeRequest([.. messages], options!);
        _requests.Enqueue(request);
        var text = script(request, Interlocked.Increment(ref _count) - 1);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { Usage = Usage, ModelId = Model, FinishReason = FinishReason });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A judge does not stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, Model) : null;

    public void Dispose()
    {
    }
}
