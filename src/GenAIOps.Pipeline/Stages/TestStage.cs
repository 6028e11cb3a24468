using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Compiles and runs the tests that are asked for; what passed on the very same inputs before is carried over.</summary>
internal static class TestStage
{
    /// <param name="context">The build.</param>
    /// <param name="all">Whether all tests are asked for, or those alone that reach the agent's image.</param>
    /// <param name="cancellationToken">Stops between modules.</param>
    public static Task<TestResult> RunAsync(AgentContext context, bool all, CancellationToken cancellationToken)
    {
        var (agent, root) = (context.Agent, context.Root);
        var modules = TestModules.Find(root, agent.Tests, agent.Image is Delivery.Images.ProjectImage ? ImageSources(context) : null);
        var plan = TestPlan.Of(modules, all, module => module.Inputs.Fingerprint());
        var sources = SourceFingerprint(context);
        if (!BuildExtras.NoCache && JsonFile.Read<TestSummary>(context.TestSummaryPath) is { Modules: not null } before && before.Covers(sources, plan.Asked))
        {
            BuildExtras.MarkCached($"these sources on {before.FinishedAt:u}: {before}");
            return Task.FromResult(before.Result(agent.Name));
        }

        if (plan.NoneReaches) Log.Information("No test project refers to the agent's project, or says that it reads a file of it (TestReads): all of them are asked for");
        TestResults kept = new(root / ".genaiops" / "tests", root / ".genaiops" / "keys" / "tests.key");
        var (carriedOver, run) = plan.Part((module, fingerprint) => BuildExtras.NoCache ? null : kept.Find(module, fingerprint));

        // Whatever happens from here on, what was said of other sources counts no more.
        (context.Artifacts / "tests").CreateOrCleanDirectory();
        if (run.Count > 0) Compile(context, run, all && run.Count == modules.Count);
        var summary = TestSummary.Of(sources, [.. carriedOver, .. Run(context, run, kept, cancellationToken)], plan.NotReached, context.Time.GetUtcNow());
        JsonFile.Write(context.TestSummaryPath, summary);
        context.Report("Tests", $"{summary}");
        if (!summary.Succeeded)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, summary.Failed > 0
                ? $"{summary.Failed} of {summary.Passed + summary.Failed} tests failed (named above). Nothing was deployed. Mend them, then run the same command again."
                : "No test ran, so nothing is proven. Check AgentDefinition.Tests in build/Build.cs.");
        }

        if (run.Count == 0) BuildExtras.MarkCached("all of it passed on these sources before");
        return Task.FromResult(summary.Result(agent.Name));
    }

    /// <summary>Of the agent's sources: what an image and a test result must have in common.</summary>
    public static string SourceFingerprint(AgentContext context) => Fingerprint.Of(context.Root, [context.Agent.Project, .. ImageSources(context).Sources]);

    private static ProjectClosure ImageSources(AgentContext context) => new ProjectGraph(context.Root).Of(context.Agent.Project);

    private static void Compile(AgentContext context, IReadOnlyList<(TestModule Module, string Fingerprint)> run, bool all)
    {
        BuildExtras.Progress("compiling");
        foreach (var what in TestCompilation.Of(context.Agent.Solution, [.. run.Select(x => x.Module.Project)], all, context.Root / ".nuke" / "temp" / "tests.slnf")) Compilation.Build(context, what);
    }

    private static IEnumerable<ModuleResult> Run(AgentContext context, IReadOnlyList<(TestModule Module, string Fingerprint)> run, TestResults kept, CancellationToken cancellationToken)
    {
        var tree = run.Count > 0 ? SourceTree.Of(context.Root) : null;
        foreach (var (module, fingerprint) in run)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var counts = TestRunner.Run(module.Binary, context.Root, context.Artifacts / "tests");
            ModuleResult result = new(module.Name, fingerprint, counts.Passed, counts.Failed, counts.Skipped, context.Time.GetUtcNow(), CleanCommit(tree!, module));
            if (module.Inputs.Fingerprint() == fingerprint) kept.Keep(module, result);
            else Log.Warning("The sources of {Module} changed while it ran: its result is not carried over to another run", module.Name);
            yield return result;
        }
    }

    /// <summary>The commit that a module's inputs are of; null where they are of none.</summary>
    private static string? CleanCommit(SourceTree tree, TestModule module) =>
        tree.Git is { } git && tree.Differences([.. module.Inputs.Files()]).Uncommitted.Count == 0 ? GitHead.Commit(git) : null;
}
