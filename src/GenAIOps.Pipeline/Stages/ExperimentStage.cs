using GenAIOps.Evaluation.Experiments;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Variants of the agent, one after the other in DEV, without traffic: the same image with other variables, asked the golden set.</summary>
internal static class ExperimentStage
{
    /// <param name="context">The build.</param>
    /// <param name="name">Which of the agent's experiments; null: the only one.</param>
    /// <param name="cancellationToken">Ends it; what was answered is kept.</param>
    public static async Task RunAsync(EnvironmentContext context, string? name, CancellationToken cancellationToken)
    {
        var experiment = Find(context, name).Checked();
        var set = context.Datasets.Golden;
        var folder = context.Artifacts / "experiments" / experiment.Name;
        List<VariantRun> runs = [];
        try
        {
            foreach (var variant in experiment.Variants)
            {
                BuildExtras.Progress($"{variant.Name}: deploying");
                var workload = await RevisionSpec.InAsync(context, variant.Variables, cancellationToken);
                var revision = await Candidates.StandAsync(context, workload, context.Digest, cancellationToken);
                var asking = new Asking(variant.Name, revision.Host!, context.Digest, folder / "runs")
                {
                    Repeats = experiment.Repeats,
                    Variant = $"{workload.Configuration.Sha256}; " + string.Join("; ", variant.Variables.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")),
                };
                runs.Add(new VariantRun(variant.Name, await asking.RunAsync(context, set, context.Agent.Quality, cancellationToken)));
            }
        }
        finally
        {
            // Nothing of an experiment stays up, however it ended.
            var host = (await RevisionSpec.InAsync(context, CancellationToken.None)).Host();
            await Candidates.StopIdleAsync(host, CancellationToken.None);
        }

        var result = ExperimentResult.Of(experiment.Name, set, runs, context.Policy.Confidence, context.Policy.Seed);
        JsonFile.Write(folder / "experiment.json", ExperimentReport.Json(result));
        JsonFile.WriteText(folder / "experiment.html", ExperimentReport.Html(result));
        var markdown = ExperimentReport.Markdown(result);
        JsonFile.WriteText(folder / "experiment.md", markdown);
        BuildExtras.Summarize(markdown);
        foreach (var line in ExperimentReport.Lines(result)) Log.Information("{Line}", line);
        context.Report("Experiment", $"{experiment.Name}: {Path.GetRelativePath(context.Root, folder / "experiment.html")}");
    }

    private static Experiment Find(EnvironmentContext context, string? name)
    {
        var all = context.Agent.Experiments;
        var names = string.Join(", ", all.Select(experiment => experiment.Name));
        return (all.Count, name) switch
        {
            (0, _) => throw new ExitCodeException(ExitCodes.BadInput, "The agent has no experiment. Nothing was asked. Add one to AgentDefinition.Experiments in build/Build.cs."),
            (1, null) => all[0],
            (_, null) => throw new ExitCodeException(ExitCodes.BadInput, $"--named is missing, and there are several experiments: {names}. Nothing was asked. Name one."),
            _ => all.FirstOrDefault(experiment => experiment.Name == name) ?? throw new ExitCodeException(ExitCodes.BadInput, $"--named {name} is no experiment of the agent; there are: {names}. Nothing was asked. Name one of these."),
        };
    }
}
