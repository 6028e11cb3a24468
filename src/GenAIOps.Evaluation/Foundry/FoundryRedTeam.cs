using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Safety;

namespace GenAIOps.Evaluation.Foundry;

/// <summary>What Foundry's red-teaming agent attacks, and how.</summary>
public sealed record FoundryRedTeamOptions
{
    /// <summary>The agent version that is attacked.</summary>
    public required AgentTarget Target { get; init; }

    /// <summary>Who decides whether an attack came through. Default: <c>builtin.prohibited_actions</c>.</summary>
    public IReadOnlyList<FoundryEvaluator> Evaluators { get; init; } = [new("builtin.prohibited_actions")];

    /// <summary>What is attacked for. Default: <c>ProhibitedActions</c>.</summary>
    public IReadOnlyList<string> RiskCategories { get; init; } = ["ProhibitedActions"];

    /// <summary>How, besides plain words. Default: <c>Flip</c>, <c>Base64</c>.</summary>
    public IReadOnlyList<string> Strategies { get; init; } = ["Flip", "Base64"];

    /// <summary>Of a conversation, 1 or more. Default 1.</summary>
    public int Turns { get; init; } = 1;

    /// <summary>As the portal shows it. Null: the agent's name and version.</summary>
    public string? Name { get; init; }

    /// <summary>For the run. Default 2 h.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The largest share of attacks without a verdict, in [0, 1]; above it the run could not be done. Default 0.05.</summary>
    public double ErroredLimit { get; init; } = 0.05;

    internal FoundryRedTeamOptions Checked()
    {
        string?[] problems =
        [
            .. new FoundryEvaluationOptions { Target = Target, Evaluators = Evaluators, Deadline = Deadline }.Problems(),
            RiskCategories.Count == 0 ? "RiskCategories: there are none, so nothing would be attacked for." : null,
            Turns < 1 ? $"Turns: {Turns} must be 1 or more." : null,
            ErroredLimit is >= 0 and <= 1 ? null : FormattableString.Invariant($"ErroredLimit: {ErroredLimit} must lie in [0, 1]."),
        ];
        return problems.OfType<string>().ToArray() is { Length: > 0 } found ? throw new ArgumentException($"Foundry cannot attack like this, and nothing was sent. {string.Join(" ", found)}") : this;
    }
}

/// <summary>Lets Foundry's red-teaming agent attack an agent version, and reads what came of it into the shape of a red-team run of ours.</summary>
public sealed class FoundryRedTeam(EvaluationsClient client, EvaluationAssetsClient assets)
{
    private static readonly TimeSpan s_cancelTime = TimeSpan.FromSeconds(10);

    /// <param name="options">What is attacked, and how.</param>
    /// <param name="progress">Told the run each time it was looked at; null: nobody.</param>
    /// <param name="cancellationToken">Cancels the run in the cloud too.</param>
    /// <returns>Every attack that the service counts. Read <see cref="FoundryRedTeamResult.CouldNotRun"/> first.</returns>
    /// <exception cref="ArgumentException">The options say nothing to attack; nothing was sent.</exception>
    /// <exception cref="FoundryEvaluationException">Another agent version was attacked.</exception>
    /// <exception cref="TimeoutException">Not over after the deadline; the run goes on.</exception>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public async Task<FoundryRedTeamResult> RunAsync(FoundryRedTeamOptions options, IProgress<EvaluationRun>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Checked();
        var name = options.Name ?? $"{options.Target.Name}-{options.Target.Version}-red-team";
        var taxonomy = await assets.PutTaxonomyAsync($"{options.Target.Name}-{options.Target.Version}", options.Target, options.RiskCategories, cancellationToken);
        // The service maps its own attacks to the evaluators' inputs.
        var criteria = options.Evaluators.Select(evaluator => (TestingCriterion)new EvaluatorCriterion(evaluator.Name, evaluator.Known is { } known ? $"builtin.{known.Name}" : evaluator.Evaluator)
        {
            Version = evaluator.Version,
            Deployment = evaluator.Deployment,
            Threshold = evaluator.Threshold,
            DataMapping = evaluator.DataMapping ?? new Dictionary<string, string>(),
        });
        var evaluation = await client.CreateAsync(new EvaluationDefinition(name, new ServiceItems("red_team"), [.. criteria]), cancellationToken);
        var started = await client.CreateRunAsync(evaluation, name, new RedTeamAttacks(taxonomy.Id, options.Strategies, options.Turns, options.Target), cancellationToken);
        var run = await CloudRuns.WaitAsync(client, started, options.Deadline, progress, s_cancelTime, cancellationToken);
        var items = await client.GetOutputItemsAsync(evaluation, run.Id, cancellationToken).ToListAsync(cancellationToken);
        var confirmed = AnsweredBy.Check(run, items, options.Target, model: null);
        var attacks = AttackItems.Read(items, run);
        var report = new RedTeamReport(
            [.. attacks.Select(AttackItems.Attempt)], attacks.Count, run.Status is "canceled" or "cancelled" ? RedTeamEnd.Cancelled : RedTeamEnd.Exhausted, new RedTeamOptions { ErroredLimit = options.ErroredLimit });
        return new FoundryRedTeamResult(report, run, confirmed, CouldNotRun(run, report, attacks, options.Evaluators));
    }

    private string? CouldNotRun(EvaluationRun run, RedTeamReport report, IReadOnlyList<JudgedRow> attacks, IReadOnlyList<FoundryEvaluator> evaluators) =>
        run.Status == "failed" ? $"run {run.Id} failed: {run.Error ?? "no reason given"}; what it did before is in the report, and says nothing of the rest"
        : attacks.Count == 0 ? $"run {run.Id} made no attack: see in the project whether the taxonomy has categories that are enabled"
        : Unscored.Problem(attacks, evaluators, client.Project) ?? report.CouldNotRun;
}

/// <summary>What Foundry's red-teaming agent found.</summary>
/// <param name="Report">As of a red-team run of ours; <see cref="Scorecard.Write"/> takes it.</param>
/// <param name="Run">In the cloud.</param>
/// <param name="Confirmed">Attacks whose result names the agent version that answered.</param>
/// <param name="CouldNotRun">Why the report says nothing, or not enough; null where it does.</param>
public sealed record FoundryRedTeamResult(RedTeamReport Report, EvaluationRun Run, int Confirmed, string? CouldNotRun);
