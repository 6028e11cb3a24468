using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline;

/// <summary>For a repository's own campaigns: tests that take minutes and are not run at every release.</summary>
public static class ScenarioRuns
{
    /// <summary>Builds and runs one test project; its totals go to <c>artifacts/scenarios/summary.json</c>.</summary>
    public static Task RunScenariosAsync(this IShipAgents build, string project) => BuildContext.Of(build).RunAsync((BuildContext all, CancellationToken cancellationToken) =>
    {
        var context = all.Agents[0];
        BuildExtras.Progress("compiling");
        Compilation.Build(context, context.Root / project);
        var results = context.Artifacts / "scenarios";
        results.CreateOrCleanDirectory();
        var counts = TestRunner.Run(TestModules.Find(context.Root, [project], null).Single().Binary, context.Root, results);
        JsonFile.Write(results / "summary.json", counts);
        context.Report("Scenarios", $"{counts.Passed} passed, {counts.Failed} failed, {counts.Skipped} skipped");
        return counts is { Failed: 0, Passed: > 0 }
            ? Task.CompletedTask
            : throw new ExitCodeException(ExitCodes.TargetFailed, $"{counts.Failed} scenarios failed (named above). Nothing of this folder was deployed: scenarios work on copies.");
    });
}
