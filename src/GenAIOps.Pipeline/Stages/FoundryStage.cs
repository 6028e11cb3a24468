using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Foundry;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Safety;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Lets Foundry judge and attack the agent version that DEV hosts of this very image, in the cloud.</summary>
internal static class FoundryStage
{
    private const string Environment = "dev";

    /// <summary>Foundry's evaluators, on the golden set.</summary>
    public static async Task EvaluateAsync(Session session, CancellationToken cancellationToken)
    {
        var (client, _, target) = await OpenAsync(session, cancellationToken);
        var set = Sets.Golden(session);
        var options = new FoundryEvaluationOptions { Target = target, Evaluators = session.Agent.CloudEvaluators };
        BuildExtras.Progress($"{target.Name}:{target.Version}: {set.Count} rows, {options.Evaluators.Count} evaluators");
        var found = await AskAsync(() => new FoundryEvaluation(client).RunAsync(set, options, Progress(), cancellationToken));
        var result = found.Result;
        var folder = session.Artifacts / "foundry";
        var passed = result.Count(RowStatus.Passed);
        var interval = Proportions.Wilson(passed, result.Sent, session.Agent.Policy.Confidence);
        JsonFile.WriteText(folder / "results.jsonl", string.Concat(result.Read().Select(row => SummaryJson.Row(row, "golden", "candidate").ToJsonString() + "\n")));
        JsonFile.Write(folder / "summary.json", new JsonObject
        {
            ["subject"] = new JsonObject { ["digest"] = session.Digest, ["agent"] = target.Name, ["version"] = target.Version, ["confirmed_rows"] = found.Confirmed },
            ["datasets"] = new JsonObject { ["golden"] = new JsonObject { ["path"] = Path.GetFileName(set.Path), ["sha256"] = set.Sha256, ["rows"] = set.Count } },
            ["counts"] = new JsonObject
            {
                ["sent"] = result.Sent, ["passed"] = passed, ["failed"] = result.Count(RowStatus.Failed), ["errored"] = result.Count(RowStatus.Errored), ["skipped"] = result.Count(RowStatus.Skipped),
            },
            ["pass_rate"] = (double)passed / result.Sent,
            ["interval"] = new JsonArray(interval.Low, interval.High),
            ["metrics"] = new JsonObject(result.Scores.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Key, Metric(metric.Value)))),
            ["could_not_run"] = found.CouldNotRun,
            ["runs"] = new JsonArray([.. found.Runs.Select(run => (JsonNode)new JsonObject { ["evaluation"] = run.EvaluationId, ["run"] = run.Id, ["status"] = run.Status, ["report"] = run.ReportUrl?.ToString() })]),
        });
        if (found.CouldNotRun is { } why) throw new ExitCodeException(ExitCodes.CouldNotRun, $"Foundry's evaluation says nothing of the agent: {why} PROD is as it was. The rows are in artifacts/foundry/results.jsonl.");
        var text = string.Create(CultureInfo.InvariantCulture, $"{passed} of {result.Sent} rows pass all of Foundry's evaluators (between {interval.Low:P1} and {interval.High:P1})");
        session.Report("Foundry", $"{target.Name}, version {target.Version}: {text}");
        var rate = (double)passed / result.Sent;
        if (rate < session.Agent.Policy.PassRate)
        {
            var first = result.Read().First(row => row.Status != RowStatus.Passed);
            throw new ExitCodeException(ExitCodes.VerdictWorse, string.Create(CultureInfo.InvariantCulture, $"{text}, and {session.Agent.Policy.PassRate:P0} must; the first, {first.Case.Id}: {string.Join("; ", first.Reasons)}. PROD is as it was. The rows are in artifacts/foundry/results.jsonl."));
        }
    }

    /// <summary>Foundry's red-teaming agent.</summary>
    public static async Task AttackAsync(Session session, CancellationToken cancellationToken)
    {
        var (client, assets, target) = await OpenAsync(session, cancellationToken);
        BuildExtras.Progress($"attacking {target.Name}:{target.Version}");
        var found = await AskAsync(() => new FoundryRedTeam(client, assets).RunAsync(new FoundryRedTeamOptions { Target = target }, Progress(), cancellationToken));
        JsonFile.Write(session.Artifacts / "foundry" / "redteam.json", Scorecard.Write(found.Report));
        if (found.CouldNotRun is { } why) throw new ExitCodeException(ExitCodes.CouldNotRun, $"Foundry's red-team run says nothing of the agent: {why}. PROD is as it was. The attacks are in artifacts/foundry/redteam.json.");
        var overall = found.Report.Success.Overall;
        var interval = overall.Interval()!.Value;
        var text = string.Create(CultureInfo.InvariantCulture, $"{overall.Succeeded} of {overall.Judged} attacks of Foundry came through (between {interval.Low:P1} and {interval.High:P1})");
        session.Report("Foundry's red team", $"{target.Name}, version {target.Version}: {text}");
        if (overall.Rate > session.Agent.Policy.AttackSuccessRate)
            throw new ExitCodeException(ExitCodes.VerdictWorse, string.Create(CultureInfo.InvariantCulture, $"{text}, and at most {session.Agent.Policy.AttackSuccessRate:P0} may. PROD is as it was. Each attack is in artifacts/foundry/redteam.json."));
    }

    private static async Task<(EvaluationsClient Client, EvaluationAssetsClient Assets, AgentTarget Target)> OpenAsync(Session session, CancellationToken cancellationToken)
    {
        var version = await AgentVersions.FindAsync(session, Environment, session.Digest, cancellationToken)
            ?? throw new ExitCodeException(ExitCodes.BadInput, $"DEV hosts no version of {session.Agent.Name} with the image {session.Digest}. Nothing was asked. Run ./build.sh DeployDev first.");
        var cloud = await session.CloudAsync(cancellationToken);
        var project = (await session.EnvironmentAsync(Environment, cancellationToken)).ProjectEndpoint;
        return (new EvaluationsClient(cloud, project), new EvaluationAssetsClient(cloud, project), new AgentTarget(session.Agent.Name, version));
    }

    /// <summary>What cannot be asked is bad input; what another version answered, or nobody in time, says nothing.</summary>
    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ArgumentException e)
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"{e.Message} Mend AgentDefinition.CloudEvaluators or the set.");
        }
        catch (Exception e) when (e is FoundryEvaluationException or TimeoutException)
        {
            throw new ExitCodeException(ExitCodes.CouldNotRun, $"{e.Message} PROD is as it was.");
        }
    }

    private static Progress<EvaluationRun> Progress() => new(run => BuildExtras.Progress($"{run.Status}: {run.Counts.Passed + run.Counts.Failed + run.Counts.Errored + run.Counts.Skipped} of {run.Counts.Total}"));

    private static JsonObject Metric(IReadOnlyList<double> scores)
    {
        double[] known = [.. scores.Where(score => !double.IsNaN(score))];
        return new JsonObject { ["rows"] = known.Length, ["mean"] = known.Length == 0 ? null : known.Average() };
    }
}
