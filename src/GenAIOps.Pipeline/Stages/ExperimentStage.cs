using GenAIOps.Evaluation.Experiments;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Variants of the agent, one after the other in DEV, without traffic: the same image with other variables, asked the golden set.</summary>
internal static class ExperimentStage
{
    private const string Environment = "dev";

    /// <param name="session">The build.</param>
    /// <param name="name">Which of the agent's experiments; null: the only one.</param>
    /// <param name="cancellationToken">Ends it; what was answered is kept.</param>
    public static async Task RunAsync(Session session, string? name, CancellationToken cancellationToken)
    {
        var experiment = Find(session, name).Checked();
        var set = Sets.Golden(session);
        var folder = session.Artifacts / "experiments" / experiment.Name;
        List<VariantRun> runs = [];
        try
        {
            foreach (var variant in experiment.Variants)
            {
                BuildExtras.Progress($"{variant.Name}: deploying");
                var workload = await Workload.InAsync(session, Environment, variant.Variables, cancellationToken);
                var revision = await Candidates.StandAsync(session, workload, Environment, session.Digest, cancellationToken);
                var asking = new Asking(variant.Name, Environment, revision.Host!, session.Digest, folder / "runs")
                {
                    Repeats = experiment.Repeats,
                    Variant = $"{workload.Configuration.Sha256}; " + string.Join("; ", variant.Variables.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")),
                };
                runs.Add(new VariantRun(variant.Name, await asking.RunAsync(session, set, session.Agent.Quality, cancellationToken)));
            }
        }
        finally
        {
            // Nothing of an experiment stays up, however it ended.
            var host = (await Workload.InAsync(session, Environment, CancellationToken.None)).Host(session.Digest);
            await Candidates.StopIdleAsync(host, CancellationToken.None);
        }

        var result = ExperimentResult.Of(experiment.Name, set, runs, session.Agent.Policy.Confidence, session.Agent.Policy.Seed);
        JsonFile.Write(folder / "experiment.json", ExperimentReport.Json(result));
        JsonFile.WriteText(folder / "experiment.html", ExperimentReport.Html(result));
        var markdown = ExperimentReport.Markdown(result);
        JsonFile.WriteText(folder / "experiment.md", markdown);
        BuildExtras.Summarize(markdown);
        foreach (var line in ExperimentReport.Lines(result)) Log.Information("{Line}", line);
        session.Report("Experiment", $"{experiment.Name}: {Path.GetRelativePath(session.Root, folder / "experiment.html")}");
    }

    private static Experiment Find(Session session, string? name)
    {
        var all = session.Agent.Experiments;
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
