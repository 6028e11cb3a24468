using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Answers;

/// <summary>Asks a second time when an answer takes long, and takes the first that is one (Dean and Barroso 2013, "The tail at scale").</summary>
internal sealed class HedgedSource(IAnswerSource inner, TimeSpan after, TimeProvider time) : IAnswerSource
{
    public string? Identity => inner.Identity;

    public async Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken)
    {
        using var loser = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = inner.AskAsync(row, loser.Token);
        using (var early = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            await Task.WhenAny(first, Task.Delay(after, time, early.Token));
            early.Cancel();
        }

        if (first.IsCompleted || cancellationToken.IsCancellationRequested)
        {
            return await first;
        }

        var second = inner.AskAsync(row, loser.Token);
        var winner = await Task.WhenAny(first, second);
        if (!winner.IsCompletedSuccessfully)
        {
            winner = winner == first ? second : first;
        }

        var answer = await winner;
        loser.Cancel();
        return answer;
    }
}
