using System.Globalization;
using GenAIOps.Evaluation.Answers;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs;

/// <summary>How a run asks.</summary>
public sealed record RunOptions
{
    /// <summary>Requests under way at once, at most: 1 to 1,024. The run takes fewer while the agent refuses for lack of capacity. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How often each row is asked, 1 or more. Default 1.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Attempts of a row that may fail, 1 or more; a request that is refused for lack of capacity is no attempt. Default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>How often a row may be refused for lack of capacity before it errs, 1 or more. Default 50.</summary>
    public int Throttles { get; init; } = 50;

    /// <summary>For one attempt, more than 0. An answer that comes later is discarded. Default 60 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For a row from its first attempt on, waits included, more than 0. Default 10 min.</summary>
    public TimeSpan RowDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For one evaluator and one answer, more than 0. Default 5 min.</summary>
    public TimeSpan JudgeTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Answers judged at once, 1 or more. They hold no request slot, but no more is asked while twice as many wait. Default 64.</summary>
    public int JudgeConcurrency { get; init; } = 64;

    /// <summary>Before the second attempt at most; doubles, with full jitter, unless the agent says when to come back. 0 or more. Default 0.2 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait that the run itself chooses, 0 or more. Default 30 s.</summary>
    public TimeSpan RetryCap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Asks a second time when an answer takes longer than this, and takes the first answer; null: never. It costs requests. Default null.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>Requests in 60 s, more than 0; null: no limit. Hedges are not counted.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Input and output tokens in 60 s, more than 0; null: no limit.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>Requests in all, over every time the run is continued; null: no limit. When it is spent, the rest is skipped.</summary>
    public long? TotalRequests { get; init; }

    /// <summary>Input and output tokens in all; null: no limit. What is under way may exceed it.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>In the unit of <see cref="Cost"/>, in all; null: no limit. What is under way may exceed it.</summary>
    public double? TotalCost { get; init; }

    /// <summary>What an answer costs, in any one unit; null: nothing.</summary>
    public Func<AgentAnswer, double>? Cost { get; init; }

    /// <summary>When the run need not be asked to its end; null: never. No part of the run's identity: without it, the run goes on. Default null.</summary>
    public StopRule? StopWhen { get; init; }

    /// <summary>The deployment, the prompt and the settings that the source's own identity does not fix; a part of the run's identity and of the answers' keys.</summary>
    public string? Model { get; init; }

    /// <summary>The model that evaluators may ask which have none of their own; null: none. It is no part of the run's identity: name it by <see cref="Judge"/>.</summary>
    public ChatConfiguration? Chat { get; init; }

    /// <summary>The model that judges, with its version; a part of the run's identity.</summary>
    public string? Judge { get; init; }

    /// <summary>Of the jitter. Default 0.</summary>
    public int Seed { get; init; }

    /// <exception cref="ArgumentException">Lists every value that is out of range.</exception>
    internal RunOptions Checked() =>
        Problems().ToArray() is { Length: > 0 } problems ? throw new ArgumentException($"The run's options are not sound, and nothing was asked:\n{string.Join('\n', problems)}") : this;

    private IEnumerable<string> Problems()
    {
        if (Concurrency is < 1 or > 1024) yield return Say($"{nameof(Concurrency)}: {Concurrency} must be 1 to 1024.");
        if (Repeats < 1) yield return Say($"{nameof(Repeats)}: {Repeats} must be 1 or more.");
        if (Attempts < 1) yield return Say($"{nameof(Attempts)}: {Attempts} must be 1 or more.");
        if (Throttles < 1) yield return Say($"{nameof(Throttles)}: {Throttles} must be 1 or more.");
        if (JudgeConcurrency < 1) yield return Say($"{nameof(JudgeConcurrency)}: {JudgeConcurrency} must be 1 or more.");
        if (AttemptTimeout <= TimeSpan.Zero) yield return Say($"{nameof(AttemptTimeout)}: {AttemptTimeout} must be more than 0.");
        if (RowDeadline <= TimeSpan.Zero) yield return Say($"{nameof(RowDeadline)}: {RowDeadline} must be more than 0.");
        if (JudgeTimeout <= TimeSpan.Zero) yield return Say($"{nameof(JudgeTimeout)}: {JudgeTimeout} must be more than 0.");
        if (RetryDelay < TimeSpan.Zero) yield return Say($"{nameof(RetryDelay)}: {RetryDelay} must be 0 or more.");
        if (RetryCap < TimeSpan.Zero) yield return Say($"{nameof(RetryCap)}: {RetryCap} must be 0 or more.");
        if (HedgeAfter <= TimeSpan.Zero) yield return Say($"{nameof(HedgeAfter)}: {HedgeAfter} must be more than 0, or null.");
        if (RequestsPerMinute <= 0) yield return Say($"{nameof(RequestsPerMinute)}: {RequestsPerMinute} must be more than 0, or null.");
        if (TokensPerMinute <= 0) yield return Say($"{nameof(TokensPerMinute)}: {TokensPerMinute} must be more than 0, or null.");
        if (StopWhen is { PassRate: not (> 0 and <= 1) } or { Alpha: not (null or (> 0 and < 1)) }) yield return Say($"{nameof(StopWhen)}: {StopWhen} needs a PassRate above 0 and up to 1, and an Alpha between 0 and 1, or null.");
        if (StopWhen?.Alpha is not null && Repeats > 1) yield return Say($"{nameof(StopWhen)}: Alpha is for rows that are asked once, and {nameof(Repeats)} is {Repeats}; leave it out.");
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
