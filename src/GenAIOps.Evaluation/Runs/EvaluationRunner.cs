using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Evaluators;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs;

/// <summary>How a run asks.</summary>
public sealed record RunOptions
{
    /// <summary>Questions under way at once, 1 or more. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>For one attempt. Default 60 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts a row, 1 or more. Default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Before the second attempt; doubles, with jitter, unless the agent says when to come back. Default 0.2 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>Asks every row of a set once and lets the evaluators judge. A row that fails does not end the run.</summary>
public sealed class EvaluationRunner(IReadOnlyList<IEvaluator> evaluators, RunOptions options, TimeProvider time)
{
    /// <param name="set">What is asked.</param>
    /// <param name="source">Who is asked.</param>
    /// <param name="progress">Told how many rows are done.</param>
    /// <param name="cancellationToken">Ends the run: rows that were not asked are skipped.</param>
    public async Task<RunResult> RunAsync(Dataset set, IAnswerSource source, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(source);
        var cases = set.Rows().ToList();
        var results = new RowResult?[cases.Count];
        var done = 0;
        try
        {
            await Parallel.ForAsync(0, cases.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken }, async (i, token) =>
            {
                results[i] = await RowAsync(cases[i], source, token);
                progress?.Report(Interlocked.Increment(ref done));
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is done is kept; the rest is skipped, and a skipped row does not pass.
        }

        return RunResult.Of([.. results.Select((result, i) => result ?? Without(cases[i], RowStatus.Skipped, "the run ended before it was asked", 0))]);
    }

    private async Task<RowResult> RowAsync(EvaluationCase row, IAnswerSource source, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var started = time.GetTimestamp();
            using var timeout = new CancellationTokenSource(options.AttemptTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            AnswerException trouble;
            try
            {
                var answer = await source.AskAsync(row, both.Token);
                return await JudgeAsync(row, answer, time.GetElapsedTime(started), attempt, cancellationToken);
            }
            catch (AnswerException e)
            {
                trouble = e;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                trouble = new AnswerException($"no answer within {options.AttemptTimeout.TotalSeconds:0} s", isTransient: true);
            }

            if (!trouble.IsTransient || attempt >= options.Attempts)
            {
                return Without(row, RowStatus.Errored, trouble.Message, attempt);
            }

            var backoff = options.RetryDelay * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
            await Task.Delay(trouble.RetryAfter ?? backoff, time, cancellationToken);
        }
    }

    private async Task<RowResult> JudgeAsync(EvaluationCase row, AgentAnswer answer, TimeSpan latency, int attempts, CancellationToken cancellationToken)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        var reasons = new List<string>();
        var errors = new List<string>();
        ChatMessage[] messages = [new(ChatRole.User, row.Query)];
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text));
        EvaluationContext[] context = [new AnswerContext(row, answer) { Latency = latency }];
        foreach (var evaluator in evaluators)
        {
            try
            {
                var result = await evaluator.EvaluateAsync(messages, response, null, context, cancellationToken);
                foreach (var metric in result.Metrics.Values)
                {
                    Read(metric, scores, reasons, errors);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                errors.Add($"{evaluator.GetType().Name} failed: {e.Message}");
            }
        }

        // A row that was not scored did not pass.
        if (scores.Count == 0 && errors.Count == 0)
        {
            errors.Add("no evaluator scored it");
        }

        var status = errors.Count > 0 ? RowStatus.Errored : reasons.Count > 0 ? RowStatus.Failed : RowStatus.Passed;
        return new RowResult(row, status, answer, scores, [.. errors, .. reasons], latency, attempts);
    }

    private static void Read(EvaluationMetric metric, Dictionary<string, double> scores, List<string> reasons, List<string> errors)
    {
        var value = metric switch
        {
            NumericMetric { Value: { } number } when double.IsFinite(number) => number,
            BooleanMetric { Value: { } flag } => flag ? 1 : 0,
            _ => (double?)null,
        };
        var trouble = metric.Diagnostics?.FirstOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error);
        if (trouble is not null || value is null)
        {
            if (trouble is not null || metric.Interpretation?.Rating != EvaluationRating.Inconclusive || metric.Interpretation.Failed)
            {
                errors.Add($"{metric.Name}: {trouble?.Message ?? "not scored"}");
            }

            return;
        }

        scores[metric.Name] = value.Value;
        if (metric.Interpretation?.Failed == true)
        {
            reasons.Add($"{metric.Name}: {metric.Interpretation.Reason}");
        }
    }

    private static RowResult Without(EvaluationCase row, RowStatus status, string reason, int attempts) =>
        new(row, status, null, new Dictionary<string, double>(), [reason], TimeSpan.Zero, attempts);
}
