using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs.Caching;
using GenAIOps.Evaluation.Runs.Journal;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs;

/// <summary>
/// Asks every row of a set and lets the evaluators judge. A row that fails does not end the run. What came of each row is written
/// down at once, so a run that was killed goes on where it stopped when it is run again with the same folder.
/// </summary>
/// <param name="evaluators">Each is given every answer.</param>
/// <param name="options">How it asks.</param>
/// <param name="time">The clock of every wait.</param>
/// <param name="cache">Answers at hand; null: every row is asked. Owned by the caller.</param>
public sealed class EvaluationRunner(IReadOnlyList<IEvaluator> evaluators, RunOptions options, TimeProvider time, AnswerCache? cache = null)
{
    /// <summary>The journal's name in a run's folder. Deleting it makes the run begin anew.</summary>
    public const string JournalFile = RunJournal.FileName;

    /// <summary>Opens the journal's file.</summary>
    internal Func<string, IAppendFile> OpenFile { get; init; } = RunFiles.Open;

    /// <param name="set">What is asked.</param>
    /// <param name="source">Who is asked.</param>
    /// <param name="folder">The run's own, made where it does not exist. It must stay as it is while the result is read.</param>
    /// <param name="progress">Told where the run stands, ten times a second at most, and at its end.</param>
    /// <param name="cancellationToken">Ends the run: what is done is kept, and the rest is skipped (<see cref="RunResult.IsComplete"/> is false).</param>
    /// <exception cref="ArgumentException">The options are not sound, or two evaluators give one metric.</exception>
    /// <exception cref="InvalidDataException">The folder holds another run.</exception>
    /// <exception cref="IOException">The journal cannot be written (any more). What is in it is kept, and the run goes on from there when it is run again.</exception>
    public async Task<RunResult> RunAsync(Dataset set, IAnswerSource source, string folder, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var given = options.Checked();
        CheckNames();
        var path = Path.Combine(folder, RunJournal.FileName);
        var identity = RunIdentity.Of(set, source, evaluators, given);
        var asked = given.HedgeAfter is { } after ? new HedgedSource(source, after, time) : source;
        using var journal = RunJournal.Open(OpenFile(path), path, identity, checked(set.Count * given.Repeats), time);
        using var session = new RunSession(given, asked, new Judging(evaluators, given, time), journal, cache, progress, time);
        await session.RunAsync(set, cancellationToken);
        journal.Dispose();
        if (journal.Fault is { } fault)
        {
            throw fault;
        }

        var columns = journal.Columns;
        var notAsked = session.Spent ?? "the run ended before it was asked";
        return new RunResult(columns.Statuses, given.Repeats, columns.Scores(), () => JournalRows.Read(set, given.Repeats, columns, path, notAsked))
        {
            // Where nothing was left to ask, nothing was ended.
            Stopped = columns.Statuses.Contains(RowStatus.Skipped) ? session.Stopped : null,
        };
    }

    // One would overwrite the other, row by row.
    private void CheckNames()
    {
        var twice = evaluators.SelectMany(evaluator => evaluator.EvaluationMetricNames.Select(name => (Name: name, Type: evaluator.GetType().Name)))
            .GroupBy(metric => metric.Name, StringComparer.Ordinal).FirstOrDefault(metric => metric.Count() > 1);
        if (twice is not null) throw new ArgumentException($"The metric '{twice.Key}' is given by {string.Join(" and ", twice.Select(metric => metric.Type))}, and a row has one score of a name. Nothing was asked. Take one of them, or name them apart.", nameof(evaluators));
    }
}
