using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluators.Safety.RedTeaming;

namespace GenAIOps.Evaluators.Foundry;

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
