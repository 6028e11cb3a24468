using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline;

/// <summary>For a repository's own campaigns: tests that take minutes and are not run at every release.</summary>
public static class ScenarioRuns
{
    /// <summary>Builds and runs one test project; its totals go to <c>artifacts/scenarios/summary.json</c>.</summary>
    public static Task RunScenariosAsync(this IShipAgents build, string project) => Session.Of(build).RunAsync(async (session, cancellationToken) =>
    {
        BuildExtras.Progress("compiling");
        Compilation.Build(session, session.Root / project);
        var summary = await TestStage.RunModulesAsync(session, [project], TestStage.SourceFingerprint(session), session.Artifacts / "scenarios", cancellationToken);
        JsonFile.Write(session.Artifacts / "scenarios" / "summary.json", summary);
        session.Report("Scenarios", $"{summary.Passed} passed, {summary.Failed} failed, {summary.Skipped} skipped");
        if (!summary.Succeeded)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"{summary.Failed} scenarios failed (named above). Nothing of this folder was deployed: scenarios work on copies.");
        }
    });
}
