using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Ci;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Writes what is generated from the model: both CI definitions and the environments' ARM templates. Or only compares.</summary>
internal static class GenerateStage
{
    public static Task RunAsync(BuildContext context, bool check, CancellationToken cancellationToken)
    {
        var different = new List<string>();
        foreach (var (path, text) in Files(context))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = context.Root / path;
            if (File.Exists(file) && File.ReadAllText(file).ReplaceLineEndings("\n") == text)
            {
                continue;
            }

            different.Add(path);
            if (!check)
            {
                JsonFile.WriteText(file, text);
                Log.Information("Wrote {Path}", path);
            }
        }

        if (check && different.Count > 0)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"Generated files differ from the model: {string.Join(", ", different)}. Nothing was changed. Run ./build.sh GenerateCi and commit the result.");
        }

        context.Report("Generated", different.Count == 0 ? "all files are as the model says" : $"{different.Count} files written");
        return Task.CompletedTask;
    }

    private static IEnumerable<(string Path, string Text)> Files(BuildContext context)
    {
        var model = PipelineModel.Of(context.Model.Definition.Committed);
        var pipeline = CiPipeline.Of(model, target => Lacks(context.Build, target));
        yield return (".github/workflows/genaiops.yml", GitHubActionsWriter.Write(pipeline));
        yield return (".azure-pipelines/genaiops.yml", AzurePipelinesWriter.Write(pipeline));
        foreach (var environment in model.Environments) yield return ($"infra/{environment.Name}.json", ArmTemplate.Write(environment.Estate));
    }
    /// <summary>Whether the build has not the component of a target that CI runs.</summary>
    private static bool Lacks(IShipAgents build, string target) => target switch
    {
        "Test" => build is not ITestAgent,
        "Push" => build is not IPush,
        "RegisterAlerts" => build is not IRegisterAlerts,
        _ when target.StartsWith("Deploy", StringComparison.Ordinal) => build is not IDeployDev,
        _ when target.StartsWith("Evaluate", StringComparison.Ordinal) => build is not IEvaluateQa,
        _ when target.StartsWith("Release", StringComparison.Ordinal) => build is not IReleaseProd,
        _ => false,
    };
}
