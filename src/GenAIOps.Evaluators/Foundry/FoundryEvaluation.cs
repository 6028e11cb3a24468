using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>Lets Foundry ask an agent version and judge it, and reads the results anew into the shape of local runs.</summary>
/// <remarks>All rows are held in memory; the service's own limits are far below what that takes.</remarks>
public sealed class FoundryEvaluation(EvaluationsClient client)
{
    private static readonly TimeSpan s_cancelTime = TimeSpan.FromSeconds(10);

    /// <param name="set">What is asked.</param>
    /// <param name="options">Of whom, and what is judged.</param>
    /// <param name="progress">Told the run each time it was looked at; null: nobody.</param>
    /// <param name="cancellationToken">Cancels the run in the cloud too.</param>
    /// <returns>Every row once. Read <see cref="FoundryResult.CouldNotRun"/> first.</returns>
    /// <exception cref="ArgumentException">The options, or rows, cannot be judged there as they are meant; nothing was sent.</exception>
    /// <exception cref="FoundryEvaluationException">Another agent version answered.</exception>
    /// <exception cref="TimeoutException">A run was not over after the deadline; it goes on.</exception>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public async Task<FoundryResult> RunAsync(Dataset set, FoundryEvaluationOptions options, IProgress<EvaluationRun>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        options.Checked();
        var rows = set.Rows().ToList();
        Check(rows, options);
        var name = options.Name ?? Path.GetFileNameWithoutExtension(set.Path);
        var evaluation = await client.CreateAsync(Definition(name, set, options), cancellationToken);

        var (judged, runs, confirmed, strays) = (new List<JudgedRow>(rows.Count), new List<EvaluationRun>(), 0, 0);
        foreach (var batch in rows.Chunk(options.BatchSize))
        {
            var run = await RunAsync(evaluation, $"{name} {runs.Count + 1}", batch, options, progress, cancellationToken);
            var items = await client.GetOutputItemsAsync(evaluation, run.Id, cancellationToken).ToListAsync(cancellationToken);
            confirmed += options.Target is { } target ? AnsweredBy.Check(run, items, target, options.Model) : 0;
            strays += JudgedRow.Strays(batch, items);
            judged.AddRange(JudgedRow.Join(batch, items, [.. options.Evaluators.Select(evaluator => evaluator.Name)], Early(run)));
            runs.Add(run);
        }

        var problems = new[]
        {
            Unscored.Problem(judged, options.Evaluators, client.Project),
            strays == 0 ? null : $"{strays} items came back for rows that were not sent, so the results are not only of this set.",
        };
        return new FoundryResult(RunResult.Of([.. judged.Select(row => row.Row)]), runs, confirmed, problems.OfType<string>().ToArray() is { Length: > 0 } found ? string.Join(" ", found) : null);
    }

    private async Task<EvaluationRun> RunAsync(
        string evaluation, string name, EvaluationCase[] batch, FoundryEvaluationOptions options, IProgress<EvaluationRun>? progress, CancellationToken cancellationToken)
    {
        var inline = new InlineRows([.. batch.Select(FoundryRows.Item)]);
        var run = await client.CreateRunAsync(evaluation, name, options.Target is { } target ? new AgentAnswers(inline, target) : new GivenAnswers(inline), cancellationToken);
        return await CloudRuns.WaitAsync(client, run, options.Deadline, progress, s_cancelTime, cancellationToken);
    }

    private static EvaluationDefinition Definition(string name, Dataset set, FoundryEvaluationOptions options) =>
        new(name, FoundryRows.Schema with { IncludeSample = options.Target is not null }, [.. options.Evaluators.Select(evaluator => evaluator.ToCriterion(options.Target is null))])
        {
            Metadata = new Dictionary<string, string> { ["dataset_sha256"] = set.Sha256 },
        };

    private static string? Early(EvaluationRun run) => run.Status switch
    {
        "completed" => null,
        "failed" => $"run {run.Id} failed: {run.Error ?? "no reason given"}",
        _ => $"run {run.Id} was {run.Status}",
    };

    private static void Check(List<EvaluationCase> rows, FoundryEvaluationOptions options)
    {
        var problems = rows.Select(row => FoundryRows.Problem(row, options.Target is null)).OfType<string>()
            .Concat(rows.GroupBy(row => row.Id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{group.Count()} rows have the id '{group.Key}', and results are joined by it"))
            .ToList();
        if (rows.Count == 0)
            problems.Add("the set has no row");
        if (problems.Count > 0)
            throw new ArgumentException($"Foundry cannot judge this set as it is meant, and nothing was sent: {string.Join("; ", problems.Take(5))}{(problems.Count > 5 ? $"; and {problems.Count - 5} more" : "")}.");
    }
}
