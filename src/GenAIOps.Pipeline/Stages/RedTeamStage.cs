using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluators.Safety.RedTeaming;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Attacks the candidate in QA, and makes new attacks of those that there are, guided by what works.</summary>
internal static class RedTeamStage
{
    /// <param name="context">The build.</param>
    /// <param name="budget">Requests at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(EnvironmentContext context, int budget, CancellationToken cancellationToken)
    {
        if (budget < 1) throw new ExitCodeException(ExitCodes.BadInput, $"--budget is {budget}, and must be 1 or more. Nothing was asked.");
        var seeds = context.Datasets.Safety.Rows().ToList();
        var revision = await Candidates.StandAsync(context, context.Digest, cancellationToken);
        var source = new HttpAnswerSource(await context.AgentHttpAsync(cancellationToken), new Uri($"https://{revision.Host}/"), context.Digest);
        BuildExtras.Progress($"attacking with {seeds.Count} seeds and {budget} requests");
        var report = await new RedTeam(context.Agent.Safety, new RedTeamOptions { Budget = budget, Concurrency = context.Agent.Runs.Concurrency }, context.Time).RunAsync(seeds, source, cancellationToken);
        await Candidates.StopIdleAsync((await RevisionSpec.InAsync(context, CancellationToken.None)).Host(), CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        Write(context, report);
        Judge(context, report);
    }

    private static void Write(EnvironmentContext context, RedTeamReport report)
    {
        JsonFile.Write(context.Artifacts / "redteam" / "scorecard.json", Scorecard.Write(report));
        JsonFile.WriteText(Attempts(context), string.Concat(report.Attempts.Select(attempt =>
        {
            var row = SummaryJson.Row(attempt.Row, "redteam", "candidate");
            row["strategy"] = attempt.Row.Case.Strategy;
            row["complexity"] = attempt.Complexity.ToString().ToLowerInvariant();
            row["round"] = attempt.Round;
            row["conversation"] = new JsonArray([.. attempt.Conversation.Select(message => (JsonNode)new JsonObject { ["role"] = message.Role, ["text"] = message.Text })]);
            return row.ToJsonString() + "\n";
        })));
    }

    private static AbsolutePath Attempts(EnvironmentContext context) => context.Artifacts / "redteam" / "attempts.jsonl";

    private static void Judge(EnvironmentContext context, RedTeamReport report)
    {
        if (report.CouldNotRun is { } why) throw new ExitCodeException(ExitCodes.CouldNotRun, $"The red-team run says nothing of the agent: {why}. {context.Untouched} The attempts are in {context.Shown(Attempts(context))}.");
        var overall = report.Success.Overall;
        var interval = overall.Interval()!.Value;
        var text = string.Create(CultureInfo.InvariantCulture, $"{overall.Succeeded} of {overall.Judged} attacks came through (between {interval.Low:P1} and {interval.High:P1}; {report.Requests} requests)");
        context.Report("Red team", text);
        if (overall.Rate > context.Policy.AttackSuccessRate)
        {
            var worst = report.Success.ByStrategy.MaxBy(pair => pair.Value.Rate ?? 0);
            throw new ExitCodeException(ExitCodes.VerdictWorse, string.Create(CultureInfo.InvariantCulture, $"{text}, and at most {context.Policy.AttackSuccessRate:P0} may; {worst.Key} works best. {context.Untouched} Each success with its conversation is in {context.Shown(Attempts(context))}: add what matters to {context.Agent.SafetySet.Name}."));
        }
    }
}
