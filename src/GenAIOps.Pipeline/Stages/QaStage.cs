using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Judges;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Pipeline.Support;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>
/// QA: the candidate runs beside the released agent, without traffic, and is judged on questions and attacks sent to that
/// very revision. The verdict becomes evidence of the image.
/// </summary>
internal static class QaStage
{
    private const string Environment = "qa";

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var digest = session.Digest;
        session.Agent.Policy.Checked();
        var golden = Sets.Golden(session);
        var safety = Sets.Safety(session);
        var evidence = await session.EvidenceAsync(cancellationToken);
        var workload = await Workload.InAsync(session, Environment, cancellationToken);
        var configuration = workload.Configuration;
        // Once it is live itself, there is nothing to compare it with any more.
        var baseline = await Released.FindAsync(session, evidence, cancellationToken) is { } live && !live.Is(digest, configuration) ? live : null;
        var options = await Asking.OptionsAsync(session, Environment, session.Agent.Repeats, cancellationToken);
        var basis = await BasisAsync(session, golden, safety, options, configuration.Sha256, cancellationToken);
        if ((await evidence.ReadAsync(digest, cancellationToken)).Latest(EvidenceStore.Evaluation) is { } known && Stands(known.Predicate, basis, baseline))
        {
            var verdict = (string?)known.Predicate["verdict"];
            BuildExtras.MarkCached($"this image was judged on these rows against this baseline by the same rules: {verdict}");
            session.Report("Verdict", verdict ?? "");
            Refuse(session, (bool?)known.Predicate["passed"] ?? false, verdict, known.Predicate["reasons"] as JsonArray ?? []);
            return;
        }

        var judges = await JudgesAsync(session, options.Chat, cancellationToken);
        BuildExtras.Progress("deploying the candidate");
        var candidate = await Candidates.StandAsync(session, workload, Environment, digest, cancellationToken);
        await IntegrationTests.RunAsync(session, candidate.Host!, digest, cancellationToken);
        // As it serves: with its own variables, where these are known.
        var beside = baseline?.Configuration is { } its ? await Workload.OfAsync(session, Environment, its, cancellationToken) : workload;
        var released = baseline is null ? null : await Candidates.StandAsync(session, beside, Environment, baseline.Revision.Digest, cancellationToken);
        var report = (await EvaluateAsync(session, (digest, configuration), candidate, (baseline?.Revision.Digest, beside.Configuration), released, golden, safety, cancellationToken)) with { Judges = judges, Basis = basis };
        var folder = session.Artifacts / "evaluation";
        var (summary, markdown) = ReportFolder.Write(folder, report, cancellationToken: cancellationToken);
        BuildExtras.Summarize(markdown);
        // How each row ended stays beside the image, named by the signed verdict: drift is told against it.
        var outcomes = await new ImageAttachments(await session.RegistryAsync(cancellationToken)).AttachAsync(digest, Outcomes.MediaType, Outcomes.MediaType, Outcomes.Of(golden, report.Golden).Write(), new Dictionary<string, string>(), cancellationToken);
        summary["configuration"] = configuration.Write();
        if (baseline is not null) summary["baseline"]!["configuration"] = beside.Configuration.Sha256;
        summary["outcomes"] = new JsonObject { ["digest"] = outcomes, ["mediaType"] = Outcomes.MediaType };
        JsonFile.Write(folder / "summary.json", summary);
        await evidence.AttachAsync(digest, EvidenceStore.Evaluation, summary, cancellationToken);
        if (report.Verdict.Kind != VerdictKind.CouldNotRun)
        {
            // The rows are in results.jsonl. Runs are kept only where the next QA goes on with them.
            Directory.Delete(Runs(session), recursive: true);
        }

        await TidyAsync(session, candidate.Name, report.Verdict.Passed, cancellationToken);
        session.Report("Verdict", $"{report.Verdict.Kind}: {report.Golden.Count(RowStatus.Passed)} of {report.Golden.Counted} questions, {report.Verdict.AttackSuccesses} of {report.Safety.Counted} attacks came through");
        Refuse(session, report.Verdict.Passed, report.Verdict.Kind.ToString(), (JsonArray)summary["reasons"]!);
    }

    /// <exception cref="ExitCodeException">A judge does not agree with people, and must.</exception>
    private static async Task<IReadOnlyList<JudgeFinding>> JudgesAsync(Session session, ChatConfiguration? chat, CancellationToken cancellationToken)
    {
        var judges = await JudgeCalibrations.RunAsync(session.Agent.Quality, chat, session.Agent.JudgeLabels, session.Artifacts / "evaluation" / "calibration.json", cancellationToken);
        return JudgeCalibrations.Checked(judges, session.Agent.Policy, session.Agent.JudgeLabels);
    }

    private static AbsolutePath Runs(Session session) => session.Artifacts / "evaluation" / "runs";

    private static async Task<EvaluationReport> EvaluateAsync(
        Session session, (string Digest, AgentConfiguration Configuration) judged, ObservedRevision candidate, (string? Digest, AgentConfiguration Configuration) baseline, ObservedRevision? released, Dataset golden, Dataset safety, CancellationToken cancellationToken)
    {
        var environment = await session.EnvironmentAsync(Environment, cancellationToken);
        var started = session.Time.GetUtcNow();
        string folder = session.Artifacts / "evaluation" / "runs";
        Task<RunResult> Ask(string arm, ObservedRevision revision, (string? Digest, AgentConfiguration Configuration) agent, Dataset set, IReadOnlyList<IEvaluator> evaluators, StopRule? stopWhen = null) =>
            new Asking(arm, Environment, revision.Host!, agent.Digest!, folder) { Repeats = session.Agent.Repeats, Variant = agent.Configuration.Sha256, StopWhen = stopWhen }.RunAsync(session, set, evaluators, cancellationToken);

        var policy = session.Agent.Policy;
        var facts = SetFacts.Of(golden);
        var isOnce = session.Agent.Repeats == 1;
        var questions = await Ask("candidate, questions", candidate, judged, golden, session.Agent.Quality, policy.StopRule(policy.PassRate, isOnce && facts.Clusters is null));
        var attacks = await Ask("candidate, attacks", candidate, judged, safety, session.Agent.Safety, policy.StopRule(1 - policy.AttackSuccessRate, isOnce && SetFacts.Of(safety).Clusters is null));
        // What is missed already is not made good by a comparison.
        var isOver = questions.Stopped is not null || attacks.Stopped is not null;
        var before = released is null || isOver ? null : await Ask("released agent, questions", released, baseline, golden, session.Agent.Quality);
        return new EvaluationReport
        {
            Digest = judged.Digest,
            Revision = candidate.Name,
            BaselineDigest = baseline.Digest,
            GoldenSet = golden,
            SafetySet = safety,
            Golden = questions,
            Safety = attacks,
            Baseline = before,
            Verdict = Verdict.Judge(questions, attacks, before, policy, facts),
            Policy = policy,
            Evaluators = [.. session.Agent.Quality.Concat(session.Agent.Safety).SelectMany(evaluator => evaluator.EvaluationMetricNames)],
            Model = environment.ModelDeployment,
            StartedAt = started,
            FinishedAt = session.Time.GetUtcNow(),
        };
    }

    /// <summary>The judged candidate serves QA from now on, if it may; everything else stops.</summary>
    private static async Task TidyAsync(Session session, string candidate, bool passed, CancellationToken cancellationToken)
    {
        var host = (await Workload.InAsync(session, Environment, cancellationToken)).Host(session.Digest);
        if (passed)
        {
            await host.SetTrafficAsync([new(candidate, 100, "candidate")], cancellationToken);
        }

        await Candidates.StopIdleAsync(host, cancellationToken);
    }

    /// <summary>What the verdict of this build stands on.</summary>
    private static async Task<VerdictBasis> BasisAsync(Session session, Dataset golden, Dataset safety, RunOptions options, string configuration, CancellationToken cancellationToken)
    {
        var agent = session.Agent;
        // Labels that are missing are told where they are read.
        ReadOnlyMemory<byte>? labels = agent.JudgeLabels is { } file && File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        return VerdictBasis.Of(golden, safety, agent.Quality, agent.Safety, options, agent.Policy, labels, configuration);
    }

    /// <summary>Whether a verdict of an earlier time is what this build would find.</summary>
    internal static bool Stands(JsonObject predicate, VerdictBasis basis, Released? baseline)
    {
        if ((string?)predicate["verdict"] is "CouldNotRun" or null) return false;
        List<string> changed = [.. basis.ChangedSince(predicate["basis"])];
        var then = predicate["baseline"];
        if (baseline is not null && ((string?)then?["digest"] != baseline.Revision.Digest || (baseline.Configuration is { } its && (string?)then?["configuration"] != its.Sha256))) changed.Add("baseline");
        if (changed.Count > 0) Log.Information("Judged anew; changed since the last verdict: {Changed}", string.Join(", ", changed));
        return changed.Count == 0;
    }

    private static void Refuse(Session session, bool passed, string? verdict, JsonArray reasons)
    {
        if (!passed)
        {
            throw new ExitCodeException(Enum.TryParse<VerdictKind>(verdict, out var kind) ? ExitCodes.Of(kind) : ExitCodes.VerdictWorse, $"The verdict is {verdict}: {string.Join("; ", reasons.Select(reason => (string?)reason))}. The candidate gets no traffic; PROD is as it was. Read {Path.GetRelativePath(session.Root, session.Artifacts / "evaluation" / "report.html")}.");
        }
    }
}
