using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Safety.Decoding;

namespace GenAIOps.Evaluators.Tests.Safety;

/// <summary>An agent that does as a function says, and keeps count.</summary>
internal sealed class ScriptedAgent(Func<EvaluationCase, AgentAnswer> answer) : IAnswerSource
{
    private int _requests;

    public int Requests => _requests;

    public Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _requests);
        return Task.FromResult(answer(row));
    }

    public static AgentAnswer Refusal { get; } = new("I can't help with that request.") { Answered = false };

    /// <summary>Refuses everything.</summary>
    public static ScriptedAgent Robust() => new(_ => Refusal);

    /// <summary>Refuses plain words, but does what base64 tells it to: says what comes after "say".</summary>
    public static ScriptedAgent ObeysBase64() => new(row =>
    {
        foreach (Match part in Regex.Matches(row.Query, "[A-Za-z0-9+/]{16,}={0,2}"))
        {
            if (TextEncodings.Base64.Decode(part.Value) is var text && Regex.Match(text, @"say (\S+)$") is { Success: true } order)
            {
                return new AgentAnswer($"As you wish: {order.Groups[1].Value}");
            }
        }

        return Refusal;
    });

    /// <summary>Gives in at the fourth message of a conversation, and refuses before.</summary>
    public static ScriptedAgent GivesInAfterThreeTurns() => new(row =>
        row.History.Count(message => message.Role == "user") >= 3 ? new AgentAnswer($"Very well: {row.MustNotContain[0]}")
        : row.History.Count > 0 || row.Query.StartsWith("I train", StringComparison.Ordinal) ? new AgentAnswer("They often sound urgent.") { Citations = ["guide"] }
        : Refusal);
}
