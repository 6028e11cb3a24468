using System.Globalization;
using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Caching;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Grounding;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluation.Tests.Runs;

/// <summary>What happens to one attempt.</summary>
public enum Fault
{
    None,
    Throttle,
    ThrottleWithRetryAfter,
    ServerError,
    Hang,
    HangDeaf,
    Gone,
}

/// <summary>Rows, and a source that does to each attempt what a script says; beyond its end it answers.</summary>
internal sealed class RunWorld(IReadOnlyList<Fault[]> script, VirtualTime time) : IAnswerSource
{
    private readonly Dictionary<string, int> _asked = [];

    public string Identity => "scripted";

    public static Gen<Fault[][]> Scripts { get; } = Gen.Frequency(
        (4, Gen.Const(Array.Empty<Fault>())),
        (3, Gen.Int[1, (int)Fault.Gone].Select(fault => (Fault)fault).Array[1, 5])).Array[1, 40];

    public static RunOptions Options { get; } = new()
    {
        Concurrency = 4,
        AttemptTimeout = TimeSpan.FromSeconds(5),
        JudgeConcurrency = 2,
    };

    /// <summary>How many requests were under way at most.</summary>
    public int Peak { get; private set; }

    public int InFlight { get; private set; }

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    public Dataset Set { get; } = Dataset.Of("set", [.. script.Select((_, i) => Some.Question(i))]);

    public int Asked(int row) => _asked.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"g-{row}"));

    public int AskedInAll => _asked.Values.Sum();

    public RunResult Run(RunOptions options, string folder, CancellationToken cancellationToken, AnswerCache? cache = null, IProgress<RunProgress>? progress = null) => Pump.Run(
        time, () => new EvaluationRunner([new CitationEvaluator(), new WordsEvaluator()], options, time, cache).RunAsync(Set, this, folder, progress, cancellationToken));

    /// <summary>All of a result that does not depend on who was faster.</summary>
    public static List<string> Told(RunResult run) =>
    [
        .. run.Read().Select((row, i) => FormattableString.Invariant(
            $"{row.Case.Id}#{row.Repeat} {row.Status} {run.Statuses[i]} {string.Join(',', row.Scores.OrderBy(score => score.Key, StringComparer.Ordinal))} {string.Join(';', run.Scores.Select(column => column.Value[i]))} {string.Join('|', row.Reasons)} {row.Answer?.Text}")),
    ];

    public async Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken)
    {
        var faults = script[int.Parse(row.Id.AsSpan(2), CultureInfo.InvariantCulture)];
        var attempt = _asked[row.Id] = _asked.GetValueOrDefault(row.Id) + 1;
        var fault = attempt <= faults.Length ? faults[attempt - 1] : Fault.None;
        // What heeds no token goes on after the runner has left it.
        InFlight += fault == Fault.HangDeaf ? 0 : 1;
        Peak = Math.Max(Peak, InFlight);
        try
        {
            await Task.Delay(fault is Fault.Hang or Fault.HangDeaf ? TimeSpan.FromHours(1) : Latency, time, fault == Fault.HangDeaf ? CancellationToken.None : cancellationToken);
            return fault switch
            {
                Fault.Throttle => throw new AnswerException("answered 429", true, isThrottle: true),
                Fault.ThrottleWithRetryAfter => throw new AnswerException("answered 429", true, TimeSpan.FromSeconds(1), isThrottle: true),
                Fault.ServerError => throw new AnswerException("answered 500", true),
                Fault.Gone => throw new AnswerException("answered 404", false),
                Fault.HangDeaf => Some.Good with { Text = "late" },
                _ => row.Id.EndsWith('7') ? Some.Refusal : Some.Good,
            };
        }
        finally
        {
            InFlight -= fault == Fault.HangDeaf ? 0 : 1;
        }
    }

    /// <summary>How often a source must be asked for a row that meets these faults, and whether it then has an answer.</summary>
    public static (int Asked, bool Answered) Required(Fault[] faults, RunOptions options)
    {
        var failures = 0;
        for (var i = 0; i < faults.Length; i++)
        {
            if (faults[i] == Fault.Gone || (faults[i] is Fault.ServerError or Fault.Hang or Fault.HangDeaf && ++failures >= options.Attempts))
            {
                return (i + 1, false);
            }
        }

        return (faults.Length + 1, true);
    }

    private sealed class WordsEvaluator() : AnswerEvaluator("words")
    {
        protected override Score Score(EvaluationCase row, AgentAnswer answer) => Pass(answer.Text.Length / 3.0);
    }
}
