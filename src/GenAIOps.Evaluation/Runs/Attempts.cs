using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Runs.Pacing;

namespace GenAIOps.Evaluation.Runs;

/// <summary>Sends one attempt of a row, and holds it to its time.</summary>
internal sealed class Attempts(RunOptions options, IAnswerSource source, TimeProvider time)
{
    /// <param name="work">What is asked.</param>
    /// <param name="sentAt">Now, since the run's start.</param>
    /// <param name="stop">Ends the run.</param>
    /// <returns>The answer, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The run ends.</exception>
    public async Task<(AgentAnswer? Answer, AnswerException? Trouble)> SendAsync(Work work, TimeSpan sentAt, CancellationToken stop)
    {
        var left = options.RowDeadline - (sentAt - work.FirstSent!.Value);
        if (left <= TimeSpan.Zero)
        {
            // It waited for its turn until then.
            work.Sent--;
            return (null, new AnswerException("it was not asked again in time", isTransient: true));
        }

        var most = left < options.AttemptTimeout ? left : options.AttemptTimeout;
        try
        {
            using var attempt = new CancellationTokenSource(most, time);
            using var stopped = stop.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), attempt);
            // Whoever does not heed the token is not waited for, and what comes later is nobody's.
            return (await source.AskAsync(work.Row, attempt.Token).WaitAsync(attempt.Token), null);
        }
        catch (AnswerException e)
        {
            return (null, e);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, new AnswerException(FormattableString.Invariant($"no answer within {most.TotalSeconds:0.###} s"), isTransient: true));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, new AnswerException($"{source.GetType().Name} failed: {e.Message}", isTransient: false));
        }
    }
}
