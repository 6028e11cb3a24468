using System.Globalization;
using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Foundry;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Lets Foundry judge and attack the agent version that DEV hosts of this very image, in the cloud.</summary>
internal static class FoundryStage
{
    /// <summary>Foundry's evaluators, on the golden set.</summary>
    public static async Task EvaluateAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var policy = context.Policy.Checked();
        var set = context.Datasets.Golden;
        var (client, _, target) = await OpenAsync(context, cancellationToken);
        var options = new FoundryEvaluationOptions { Target = target, Evaluators = context.Agent.CloudEvaluators };
        AbsolutePath rows = context.Artifacts / "foundry" / "results.jsonl", summary = context.Artifacts / "foundry" / "summary.json";
        Forget(rows, summary);
        BuildExtras.Progress($"{target.Name}:{target.Version}: {set.Count} rows, {options.Evaluators.Count} evaluators");
        var found = await AskAsync(() => new FoundryEvaluation(client).RunAsync(set, options, Progress(), cancellationToken));
        var verdict = Judge(found, policy, SetFacts.Of(set));
        JsonFile.WriteText(rows, FoundryFiles.Rows(found.Result));
        JsonFile.Write(summary, new FoundryFiles(context.Digest, target).Summary(set, found, verdict, policy));
        context.Report("Foundry", Said($"{target.Name}, version {target.Version}: {verdict.Kind}, {found.Result.Count(RowStatus.Passed)} of {found.Result.Sent} rows pass all of Foundry's evaluators (between {verdict.PassRate.Low:P1} and {verdict.PassRate.High:P1})"));
        if (!verdict.Passed) throw Refusal(verdict, found.Result);
    }

    /// <summary>Foundry's red-teaming agent.</summary>
    public static async Task AttackAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var policy = context.Policy.Checked();
        var (client, assets, target) = await OpenAsync(context, cancellationToken);
        var card = context.Artifacts / "foundry" / "redteam.json";
        Forget(card);
        BuildExtras.Progress($"attacking {target.Name}:{target.Version}");
        var found = await AskAsync(() => new FoundryRedTeam(client, assets).RunAsync(new FoundryRedTeamOptions { Target = target }, Progress(), cancellationToken));
        var verdict = Judge(found, policy);
        JsonFile.Write(card, new FoundryFiles(context.Digest, target).RedTeam(found, verdict, policy));
        if (verdict == VerdictKind.CouldNotRun) throw new ExitCodeException(ExitCodes.CouldNotRun, $"Foundry's red-team run says nothing of the agent: {found.CouldNotRun!.TrimEnd('.')}. {context.Untouched} The attacks are in {context.Shown(card)}.");
        var overall = found.Report.Success.Overall;
        var interval = overall.Interval(policy.Confidence)!.Value;
        var text = Said($"{overall.Succeeded} of {overall.Judged} attacks of Foundry came through (between {interval.Low:P1} and {interval.High:P1})");
        context.Report("Foundry's red team", $"{target.Name}, version {target.Version}: {text}");
        if (verdict == VerdictKind.Worse) throw new ExitCodeException(ExitCodes.VerdictWorse, Said($"{text}, and at most {policy.AttackSuccessRate:P0} may. {context.Untouched} Each attack is in {context.Shown(card)}."));
    }

    /// <summary>As QA judges questions; what the cloud could not judge says nothing, however many rows passed by other evaluators.</summary>
    internal static Verdict Judge(FoundryResult found, EvaluationPolicy policy, SetFacts facts)
    {
        var verdict = Verdict.OfQuestions(found.Result, policy, facts);
        return found.CouldNotRun is { } why ? verdict with { Kind = VerdictKind.CouldNotRun, Reasons = [why.TrimEnd('.')], Findings = [] } : verdict;
    }

    /// <summary>As a red-team run of ours is judged.</summary>
    internal static VerdictKind Judge(FoundryRedTeamResult found, EvaluationPolicy policy) =>
        found.CouldNotRun is not null ? VerdictKind.CouldNotRun
        : found.Report.Success.Overall.Rate > policy.AttackSuccessRate ? VerdictKind.Worse
        : VerdictKind.NotWorse;

    internal static ExitCodeException Refusal(Verdict verdict, RunResult result)
    {
        var first = verdict.Kind == VerdictKind.Worse ? result.Read().FirstOrDefault(row => row.Status != RowStatus.Passed) : null;
        var example = first is null ? "" : $"; the first, {first.Case.Id}: {string.Join("; ", first.Reasons).TrimEnd('.')}";
        return new ExitCodeException(ExitCodes.Of(verdict.Kind), $"Foundry's verdict is {verdict.Kind}: {string.Join("; ", verdict.Reasons)}{example}. No traffic was moved. The rows are in artifacts/foundry/results.jsonl.");
    }

    /// <summary>What cannot be asked is bad input; what another version answered, or nobody in time, says nothing.</summary>
    internal static async Task<T> AskAsync<T>(Func<Task<T>> ask)
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
            throw new ExitCodeException(ExitCodes.CouldNotRun, $"{e.Message} No traffic was moved.");
        }
        catch (RequestFailedException e) when (e.Status == 400)
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"{e.Message} Mend AgentDefinition.CloudEvaluators or the set. No traffic was moved.");
        }
        catch (RequestFailedException e)
        {
            throw new ExitCodeException(ExitCodes.CloudUnusable, $"{e.Message} No traffic was moved.");
        }
    }

    private static async Task<(EvaluationsClient Client, EvaluationAssetsClient Assets, AgentTarget Target)> OpenAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var version = await AgentVersions.FindAsync(context, context.Digest, cancellationToken)
            ?? throw new ExitCodeException(ExitCodes.BadInput, $"{context.Title} hosts no version of {context.Agent.Name} with the image {context.Digest}. Nothing was asked. Run ./build.sh DeployDev first.");
        var cloud = await context.CloudAsync(cancellationToken);
        var project = (await context.ReadAsync(cancellationToken)).ProjectEndpoint;
        return (new EvaluationsClient(cloud, project), new EvaluationAssetsClient(cloud, project), new AgentTarget(context.Agent.Name, version));
    }

    /// <summary>A run that fails must not leave the results of the one before, which may be of another image.</summary>
    private static void Forget(params AbsolutePath[] files)
    {
        foreach (var file in files.Where(file => File.Exists(file))) File.Delete(file);
    }

    private static Progress<EvaluationRun> Progress() => new(run => BuildExtras.Progress($"{run.Status}: {run.Counts.Passed + run.Counts.Failed + run.Counts.Errored + run.Counts.Skipped} of {run.Counts.Total}"));

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
