using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Caching;
using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>One deployed revision, asked a whole set: what QA, experiments and drift have in common.</summary>
/// <param name="Arm">How people call it: "candidate, questions".</param>
/// <param name="Host">Where that revision alone answers.</param>
/// <param name="Digest">The image that must answer.</param>
/// <param name="Folder">Holds the runs; each has a folder of its own in it.</param>
internal sealed record Asking(string Arm, string Host, string Digest, string Folder)
{
    /// <summary>How often each row is asked. Default 1.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What the digest does not say of what answers: its configuration, or the variables of a variant.</summary>
    public required string Variant { get; init; }

    /// <summary>Whether an answer of an earlier time will do, where the agent keeps them. Default true.</summary>
    public bool MayReuse { get; init; } = true;

    /// <summary>When it need not be asked to its end; null: it must. Default null.</summary>
    public StopRule? StopWhen { get; init; }

    public async Task<RunResult> RunAsync(EnvironmentContext context, Dataset set, IReadOnlyList<IEvaluator> evaluators, CancellationToken cancellationToken)
    {
        var source = new HttpAnswerSource(await context.AgentHttpAsync(cancellationToken), new Uri($"https://{Host}/"), Digest);
        var options = await OptionsAsync(context, Repeats, cancellationToken);
        options = options with { Model = $"{options.Model}; {Variant}", StopWhen = StopWhen };
        // A run of its own for each image, set and evaluators: when the build was killed, it goes on where it stopped.
        var folder = Path.Combine(Folder, RunIdentity.Of(set, source, evaluators, options).Hash[..16]);
        var progress = new Progress<RunProgress>(now => BuildExtras.Progress(Text(now)));
        using var cache = MayReuse && context.Agent.AnswerCache is { } answers ? AnswerCache.Open(answers, context.Time) : null;
        var run = await new EvaluationRunner(evaluators, options, context.Time, cache).RunAsync(set, source, folder, progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Log.Information("{Arm}: {Passed} of {Counted} rows passed", Arm, run.Count(RowStatus.Passed), run.Counted);
        if (run.Stopped is { } stopped) Log.Warning("{Arm}: ended early, {Skipped} rows were not asked: {Reason}", Arm, run.Count(RowStatus.Skipped), stopped.Reason);
        return run;
    }

    /// <summary>The agent's own, with the model of an environment and the deployment there that judges, where the agent names one.</summary>
    public static async Task<RunOptions> OptionsAsync(EnvironmentContext context, int repeats, CancellationToken cancellationToken)
    {
        var there = await context.ReadAsync(cancellationToken);
        var options = context.Agent.Runs with { Repeats = repeats, Model = there.ModelDeployment };
        return context.Agent.JudgeDeployment is not { } judge
            ? options
            : options with { Judge = judge, Chat = new ChatConfiguration(ProjectModel.Open(await context.CloudAsync(cancellationToken), there.ProjectEndpoint, judge)) };
    }

    private string Text(RunProgress now)
    {
        var remaining = now.Remaining is { } left && now.Done < now.Total ? FormattableString.Invariant($", {left:m\\:ss} left") : "";
        var score = now.PassRateInterval is { } interval ? FormattableString.Invariant($" ({now.PassRate:P0}, {interval.Low:P0} to {interval.High:P0})") : "";
        return $"{Arm}: {now.Done} of {now.Total} rows, {now.Passed} passed{score}{remaining}";
    }
}
