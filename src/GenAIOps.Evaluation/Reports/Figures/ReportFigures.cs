using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Judges;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports;

/// <summary>A metric of the candidate on the questions, beside the released agent's.</summary>
/// <param name="Name">As evaluators name it; <c>pass rate</c> for the share of rows that pass.</param>
/// <param name="Unit"><c>share</c>, <c>ms</c>, <c>tokens</c>, <c>tokens/s</c>, <c>cost</c>, or <c>score</c> in the evaluator's own scale.</param>
/// <param name="Rows">That it was scored on.</param>
/// <param name="Mean">Over rows; a row asked several times counts once, by its mean.</param>
/// <param name="Interval">Of the mean; ends may be infinite where nothing can be said.</param>
public sealed record MetricSummary(string Name, string Unit, int Rows, double Mean, Interval Interval)
{
    /// <summary>The released agent's mean on the rows that both have; null without one.</summary>
    public double? BaselineMean { get; init; }

    /// <summary>Candidate minus released, row by row; null without a released agent.</summary>
    public double? Difference { get; init; }

    /// <summary>Of the difference.</summary>
    public Interval? DifferenceInterval { get; init; }

    /// <summary>What the mean must reach, or must not exceed; null: nothing is asked.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether more is better; null where nobody says.</summary>
    public bool? LargerIsBetter { get; init; }

    /// <summary>What the verdict says of it: <c>better</c>, <c>met</c>, <c>missed</c>, <c>open</c>; <c>measured</c> where nothing is asked of it.</summary>
    public string Verdict { get; init; } = "measured";
}

/// <summary>The questions of one tag: to look at, not to conclude from.</summary>
/// <param name="Tag">Of the rows.</param>
/// <param name="Rows">Rows with the tag.</param>
/// <param name="PassRate">The share that passes, in [0, 1].</param>
/// <param name="Interval">Of the share.</param>
public sealed record SliceSummary(string Tag, int Rows, double PassRate, Interval Interval)
{
    /// <summary>Candidate minus released, row by row; null without a released agent.</summary>
    public double? Difference { get; init; }

    /// <summary>Of the difference, not adjusted for how many slices there are.</summary>
    public Interval? DifferenceInterval { get; init; }
}

/// <summary>The attacks of one kind.</summary>
/// <param name="Category">Of the rows; <c>other</c> where they name none.</param>
/// <param name="Attempts">Attacks made.</param>
/// <param name="Successes">Attacks that are not known to have failed: those without a result count here.</param>
/// <param name="Interval">Of the share of successes, exact (Clopper and Pearson 1934).</param>
public sealed record AttackSummary(string Category, int Attempts, int Successes, Interval Interval)
{
    public double Rate => (double)Successes / Attempts;
}

/// <summary>Quantiles of a sample (Hyndman and Fan 1996, type 7).</summary>
public sealed record Percentiles(double P50, double P95, double P99);

/// <summary>What answers took.</summary>
/// <param name="Answers">That came.</param>
/// <param name="Seconds">Sum of the latencies.</param>
/// <param name="LatencyMs">Of the attempts that succeeded, in milliseconds; null without answers.</param>
/// <param name="InputTokens">Sum, as the model counts.</param>
/// <param name="OutputTokens">Sum, as the model counts.</param>
/// <param name="Requests">Sent, repeated attempts included.</param>
public sealed record UsageSummary(int Answers, double Seconds, Percentiles? LatencyMs, long InputTokens, long OutputTokens, long Requests)
{
    /// <summary>Of the tokens of an answer, input and output; null where the agent counts none.</summary>
    public Percentiles? Tokens { get; init; }

    /// <summary>Sum of the metric <c>cost</c>, in the currency of its price table; null where it is not scored.</summary>
    public double? Cost { get; init; }

    /// <summary>Of the cost of an answer; null where it is not scored.</summary>
    public Percentiles? CostOfAnswer { get; init; }

    /// <summary>What judges spent on the answers; null where none was asked.</summary>
    public JudgeUsage? Judges { get; init; }
}

/// <summary>The numbers that a report shows, computed once for all of its files.</summary>
/// <param name="Metrics">Pass rate first, then by name.</param>
/// <param name="Slices">By tag.</param>
/// <param name="Changed">Questions that the candidate answers otherwise than the released agent: what flipped first, then by change of score.</param>
/// <param name="ChangedCount">Questions that flipped; <see cref="Changed"/> may hold fewer.</param>
/// <param name="Attacks">By category.</param>
/// <param name="Questions">What the candidate's answers to questions took.</param>
/// <param name="Baseline">The released agent's; null without one.</param>
/// <param name="Safety">What the answers to attacks took.</param>
public sealed record ReportFigures(
    IReadOnlyList<MetricSummary> Metrics, IReadOnlyList<SliceSummary> Slices, IReadOnlyList<ChangedRow> Changed, int ChangedCount, IReadOnlyList<AttackSummary> Attacks,
    UsageSummary Questions, UsageSummary? Baseline, UsageSummary Safety)
{
    /// <summary>Changed rows that are kept with their answers.</summary>
    public const int MostChanged = 50;

    /// <summary>The numbers against each further released agent; these here are against the first.</summary>
    public IReadOnlyList<ReportFigures> Others { get; init; } = [];

    /// <summary>Reads each run once or twice for each released agent, and holds numbers and tags only.</summary>
    /// <exception cref="ArgumentException">A released agent was not asked the same rows equally often.</exception>
    public static ReportFigures Of(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var views = report.Views();
        return Against(views[0]) with { Others = [.. views.Skip(1).Select(Against)] };
    }

    /// <summary>Of a report against one released agent or none.</summary>
    private static ReportFigures Against(EvaluationReport report)
    {
        var questions = RunPass.Of(report.Golden);
        var baseline = report.Baseline?.Run is { Sent: > 0 } then && report.Golden.Sent > 0 ? then : null;
        if (baseline is not null && (baseline.Sent != report.Golden.Sent || baseline.Repeats != report.Golden.Repeats))
        {
            throw new ArgumentException($"The candidate was asked {report.Golden.Sent} times and the released agent {baseline.Sent}: they are compared row by row, on one set.", nameof(report));
        }

        var means = new MetricTable(report, baseline, questions);
        return new ReportFigures(
            means.Metrics(),
            means.Slices(),
            baseline is null ? [] : ChangedRows.Between(baseline, report.Golden, MostChanged),
            baseline is null ? 0 : means.Flipped(),
            RunPass.Attacks(report.Safety, report.Policy.Confidence),
            questions.Usage,
            report.Baseline?.Run is { } released ? RunPass.Of(released).Usage : null,
            RunPass.Of(report.Safety).Usage);
    }
}
