using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Builds the image again from copies of the sources, one without a repository and one in somebody else's, and compares the digests.</summary>
internal static class ReproducibleStage
{
    public static async Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        var first = OciLayout.Open(context.ImageLayout);
        var recipe = ImageRecipe.Of(context, context.Agent.Image);
        if (recipe.Source is not ProjectImage)
            throw new InvalidDataException("Only an image of a .NET project is rebuilt: what an engine makes of a Dockerfile is the Dockerfile's to keep the same.");
        AbsolutePath folder = Directory.CreateTempSubdirectory("another-folder-").FullName;
        try
        {
            recipe.Stage(folder / "unpacked");
            Compare(context, recipe, first, folder / "unpacked", "without a repository", cancellationToken);
            recipe.Stage(folder / "another, clone");
            if (await OtherClone.MakeAsync(folder / "another, clone", cancellationToken)) Compare(context, recipe, first, folder / "another, clone", "with another remote, commit and file modes", cancellationToken);
            else Log.Warning("git is not on the PATH: that another remote and commit make no difference was not tried");
            context.Report("Reproducible", first.Digest);
        }
        finally
        {
            folder.DeleteDirectory();
        }
    }

    private static void Compare(AgentContext context, ImageRecipe recipe, BuiltImage first, AbsolutePath sources, string how, CancellationToken cancellationToken)
    {
        BuildExtras.Progress($"publishing from another folder, {how}");
        var project = (ProjectImage)recipe.Source with { Base = null };
        var folders = ProjectPublish.Run(context, project, sources, sources.Parent / "publish", cancellationToken, Elsewhere(sources));
        var second = ImageBuilder.Build(recipe.Options(context, project, folders, null, sources.Parent / "image") with { CacheFolder = null });
        if (ImageDifference.OfOwnLayers(first, second) is { } difference)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"The same sources gave two images: {first.Digest} and, {how}, {second.Digest}. The first difference: {difference}. Nothing was deployed. What is compiled must not depend on the folder, the time, the environment or the repository.");
        }
    }

    /// <summary>Another time zone and language.</summary>
    private static Dictionary<string, string> Elsewhere(AbsolutePath sources)
    {
        var variables = ProjectPublish.Variables(sources);
        variables["TZ"] = "Pacific/Kiritimati";
        variables["LC_ALL"] = variables["LANG"] = "tr_TR.UTF-8";
        return variables;
    }
}
