using System.Text.Json.Nodes;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Calibration;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>
/// QA: the candidate runs beside each agent version that is released, without traffic, and is judged on questions and attacks sent to that
/// very revision. The verdict becomes evidence of the image.
/// </summary>
internal static class QaStage
{
    public static async Task<EvaluationResult> RunAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var digest = context.Digest;
        context.Policy.Checked();
        var golden = context.Datasets.Golden;
        var safety = context.Datasets.Safety;
        var writer = await context.EvidenceWriterAsync(cancellationToken);
        var evidence = await context.EvidenceReaderAsync(cancellationToken);
        var workload = await RevisionSpec.InAsync(context, cancellationToken);
        var agent = workload.Configuration.VersionOf(digest);
        var releasing = Releasing(context);
        var settings = SettingsOfEnvironment.Of(context);
        string[] warnings = [.. releasing.Select(where => SettingsOfEnvironment.Warning(settings, SettingsOfEnvironment.Of(context.Of.In(where)))).OfType<string>()];
        foreach (var warning in warnings) Log.Warning("{Warning}", warning);
        var live = await LiveAsync(context, releasing, evidence, agent, cancellationToken);
        var options = await Asking.OptionsAsync(context, context.Agent.Repeats, cancellationToken);
        var basis = await BasisAsync(context, golden, safety, options, agent.ConfigurationSha256, cancellationToken);
        if ((await evidence.ReadAsync(digest, cancellationToken)).LatestOrNull<EvaluationPredicate>() is { } known && Stands(known, basis, [.. live.Select(one => one.Agent.Agent)], [.. releasing.Select(where => where.Name)], settings))
        {
            BuildExtras.MarkCached($"this image was judged on these rows against what is live by the same rules: {known.Verdict}");
            context.Report("Verdict", known.Verdict.ToString());
            return Passed(context, digest, known);
        }

        var judges = await JudgesAsync(context, options.Chat, cancellationToken);
        BuildExtras.Progress("deploying the candidate");
        var candidate = await Candidates.StandAsync(context, workload, digest, cancellationToken);
        await IntegrationTests.RunAsync(context, candidate.Host!, digest, cancellationToken);
        var released = await BesideAsync(context, workload, live, cancellationToken);
        var report = (await EvaluateAsync(context, agent, candidate, released, golden, safety, cancellationToken)) with { Judges = judges, Basis = basis, Warnings = warnings };
        var folder = Folder(context);
        var (summary, markdown) = ReportFolder.Write(folder, report, cancellationToken: cancellationToken);
        BuildExtras.Summarize(markdown);
        // How each row ended stays beside the image, named by the signed verdict: drift is told against it.
        var outcomes = await new ImageAttachments(await context.RegistryAsync(cancellationToken)).AttachAsync(digest, Outcomes.MediaType, Outcomes.MediaType, Outcomes.Of(golden, report.Golden).Write(), new Dictionary<string, string>(), cancellationToken);
        summary["configuration"] = workload.Configuration.Write();
        summary["outcomes"] = new JsonObject { ["digest"] = outcomes, ["mediaType"] = Outcomes.MediaType };
        JsonFile.Write(folder / "summary.json", summary);
        var statement = EvaluationStatement.Of(report, workload.Configuration, settings, new AttachedFile(outcomes, Outcomes.MediaType), summary);
        await writer.AttachAsync(agent, statement, cancellationToken);
        if (report.Verdict.Kind != VerdictKind.CouldNotRun)
        {
            // The rows are in results.jsonl. Runs are kept only where the next QA goes on with them.
            Directory.Delete(Runs(context), recursive: true);
        }

        await TidyAsync(context, candidate.Name, report.Verdict.Passed, cancellationToken);
        context.Report("Verdict", $"{report.Verdict.Kind}: {report.Golden.Count(RowStatus.Passed)} of {report.Golden.Counted} questions, {report.Verdict.AttackSuccesses} of {report.Safety.Counted} attacks came through");
        return Passed(context, digest, statement);
    }

    /// <exception cref="ExitCodeException">A judge does not agree with people, and must.</exception>
    private static async Task<IReadOnlyList<JudgeFinding>> JudgesAsync(EnvironmentContext context, ChatConfiguration? chat, CancellationToken cancellationToken)
    {
        var file = Folder(context) / "calibration.json";
        var judges = await JudgeCalibrations.RunAsync(context.Agent.Quality, chat, context.Agent.JudgeLabels, file, cancellationToken);
        return JudgeCalibrations.Checked(judges, context.Policy, context.Agent.JudgeLabels, context.Shown(file), context.Untouched);
    }

    private static AbsolutePath Folder(EnvironmentContext context) => context.Results(EnvironmentStages.Evaluate) / "evaluation";

    private static AbsolutePath Runs(EnvironmentContext context) => Folder(context) / "runs";

    /// <summary>The environments whose live agents the candidate is compared with: all that release, or the one of them that <c>--environment</c> names.</summary>
    private static List<EnvironmentModel> Releasing(EnvironmentContext context) =>
        context.Build.That(EnvironmentStages.Release).ToList() is { Count: > 0 } narrowed ? narrowed : [.. context.Build.Model.That(EnvironmentStages.Release)];

    /// <summary>What is live there. Where it is the candidate itself, there is nothing to compare it with any more.</summary>
    private static async Task<IReadOnlyList<(string Environment, Released Agent)>> LiveAsync(EnvironmentContext context, IReadOnlyList<EnvironmentModel> releasing, EvidenceReader evidence, AgentVersion candidate, CancellationToken cancellationToken)
    {
        List<(string, Released)> live = [];
        foreach (var where in releasing)
        {
            if (await Released.FindAsync(context, where, evidence, cancellationToken) is { } found && !found.Agent.Covers(candidate)) live.Add((where.Name, found));
        }

        return live;
    }

    /// <summary>Each agent version of them, standing once, as it serves: with its own variables, where these are known.</summary>
    private static async Task<IReadOnlyList<(Baseline Baseline, ObservedRevision Revision)>> BesideAsync(
        EnvironmentContext context, RevisionSpec workload, IReadOnlyList<(string Environment, Released Agent)> live, CancellationToken cancellationToken)
    {
        List<(Baseline, ObservedRevision)> standing = [];
        foreach (var same in live.GroupBy(one => (one.Agent.Configuration ?? workload.Configuration).VersionOf(one.Agent.Revision.Digest)))
        {
            var spec = same.First().Agent.Configuration is { } its ? await RevisionSpec.OfAsync(context, its, cancellationToken) : workload;
            var revision = await Candidates.StandAsync(context, spec, same.Key.ImageDigest, cancellationToken);
            standing.Add((new Baseline(same.Key.ImageDigest, [.. same.Select(one => one.Environment)], Run: null) { Configuration = same.Key.ConfigurationSha256 }, revision));
        }

        return standing;
    }

    private static async Task<EvaluationReport> EvaluateAsync(
        EnvironmentContext context, AgentVersion judged, ObservedRevision candidate, IReadOnlyList<(Baseline Baseline, ObservedRevision Revision)> released, Dataset golden, Dataset safety, CancellationToken cancellationToken)
    {
        var environment = await context.ReadAsync(cancellationToken);
        var started = context.Time.GetUtcNow();
        string folder = Runs(context);
        Task<RunResult> Ask(string arm, ObservedRevision revision, string configuration, Dataset set, IReadOnlyList<IEvaluator> evaluators, StopRule? stopWhen = null) =>
            new Asking(arm, revision.Host!, revision.Digest, folder) { Repeats = context.Agent.Repeats, Variant = configuration, StopWhen = stopWhen }.RunAsync(context, set, evaluators, cancellationToken);

        var policy = context.Policy;
        var facts = SetFacts.Of(golden);
        var isOnce = context.Agent.Repeats == 1;
        var questions = await Ask("candidate, questions", candidate, judged.ConfigurationSha256, golden, context.Agent.Quality, policy.StopRule(policy.PassRate, isOnce && facts.Clusters is null));
        var attacks = await Ask("candidate, attacks", candidate, judged.ConfigurationSha256, safety, context.Agent.Safety, policy.StopRule(1 - policy.AttackSuccessRate, isOnce && SetFacts.Of(safety).Clusters is null));
        // What is missed already is not made good by a comparison.
        var isOver = questions.Stopped is not null || attacks.Stopped is not null;
        List<Baseline> baselines = [];
        foreach (var (baseline, revision) in released)
        {
            var arm = released.Count == 1 ? "released agent, questions" : $"released agent of {baseline.Name}, questions";
            baselines.Add(isOver ? baseline : baseline with { Run = await Ask(arm, revision, baseline.Configuration!, golden, context.Agent.Quality) });
        }

        return new EvaluationReport
        {
            Digest = judged.ImageDigest,
            Revision = candidate.Name,
            GoldenSet = golden,
            SafetySet = safety,
            Golden = questions,
            Safety = attacks,
            Baselines = baselines,
            Verdict = Verdict.Judge(questions, attacks, baselines, policy, facts),
            Policy = policy,
            Evaluators = [.. context.Agent.Quality.Concat(context.Agent.Safety).SelectMany(evaluator => evaluator.EvaluationMetricNames)],
            Model = environment.ModelDeployment,
            StartedAt = started,
            FinishedAt = context.Time.GetUtcNow(),
        };
    }

    /// <summary>The judged candidate serves QA from now on, if it may; everything else stops.</summary>
    private static async Task TidyAsync(EnvironmentContext context, string candidate, bool passed, CancellationToken cancellationToken)
    {
        var host = (await RevisionSpec.InAsync(context, cancellationToken)).Host();
        if (passed)
        {
            await Candidates.PromoteAsync(host, candidate, cancellationToken);
        }

        await Candidates.StopIdleAsync(host, cancellationToken);
    }

    /// <summary>What the verdict of this build stands on.</summary>
    private static async Task<VerdictBasis> BasisAsync(EnvironmentContext context, Dataset golden, Dataset safety, RunOptions options, string configuration, CancellationToken cancellationToken)
    {
        var agent = context.Agent;
        // Labels that are missing are told where they are read.
        ReadOnlyMemory<byte>? labels = agent.JudgeLabels is { } file && File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        return VerdictBasis.Of(golden, safety, agent.Quality, agent.Safety, options, context.Policy, labels, configuration);
    }

    /// <summary>Whether a verdict of an earlier time is what this build would find.</summary>
    /// <param name="known">That verdict.</param>
    /// <param name="basis">What a verdict of this build stands on.</param>
    /// <param name="live">What the candidate is to be compared with; not the candidate itself.</param>
    /// <param name="releasing">The environments that this is about.</param>
    /// <param name="settings">Of the environment that evaluates.</param>
    internal static bool Stands(EvaluationPredicate known, VerdictBasis basis, IReadOnlyList<AgentReference> live, IReadOnlyCollection<string> releasing, EnvironmentSettings settings)
    {
        if (known.Verdict == EvaluationVerdict.CouldNotRun) return false;
        List<string> changed = [.. basis.ChangedSince(known.Basis)];
        // What was not good enough beside an agent that is not asked about may do beside the others.
        var mayBeOtherwise = !known.Passed && known.Baselines.Any(baseline => baseline.Environments.Count > 0 && !baseline.Environments.Any(releasing.Contains));
        if (mayBeOtherwise || !live.All(known.WasAgainst)) changed.Add("baseline");
        if (known.Settings is { } then && then.Environment == settings.Environment && then.DifferencesTo(settings).Count > 0) changed.Add("settings of the environment");
        if (changed.Count > 0) Log.Information("Judged anew; changed since the last verdict: {Changed}", string.Join(", ", changed));
        return changed.Count == 0;
    }

    /// <exception cref="ExitCodeException">It did not pass.</exception>
    private static EvaluationResult Passed(EnvironmentContext context, string digest, EvaluationPredicate found)
    {
        var verdict = Enum.Parse<VerdictKind>(found.Verdict.ToString());
        if (found.Passed) return new EvaluationResult(context.Agent.Name, context.Name, digest, verdict);
        throw new ExitCodeException(ExitCodes.Of(verdict), $"The verdict is {found.Verdict}: {string.Join("; ", found.Reasons)}. The candidate gets no traffic. {context.Untouched} Read {context.Shown(Folder(context) / "report.html")}.");
    }
}
