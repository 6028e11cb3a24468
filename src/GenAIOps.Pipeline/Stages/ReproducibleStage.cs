using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Builds the image a second time, from a copy of the sources in another folder, and compares the digests.</summary>
internal static class ReproducibleStage
{
    private static readonly HashSet<string> s_left = new(["bin", "obj", ".git", ".genaiops", "artifacts", "TestResults", "node_modules", "temp"], StringComparer.Ordinal);

    public static Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var first = OciLayout.Open(session.ImageLayout);
        var recipe = ImageRecipe.Of(session, session.Agent.Image);
        if (recipe.Source is not ProjectImage project)
            throw new InvalidDataException("Only an image of a .NET project is rebuilt: what an engine makes of a Dockerfile is the Dockerfile's to keep the same.");
        if (project.Base is not null) project = project with { Base = null };
        AbsolutePath folder = Directory.CreateTempSubdirectory("another-folder-").FullName;
        try
        {
            Copy(new DirectoryInfo(session.Root), folder / "sources");
            BuildExtras.Progress("publishing from another folder");
            var folders = ProjectPublish.Run(session, project, folder / "sources", folder / "publish", cancellationToken, Elsewhere());
            var second = ImageBuilder.Build(recipe.Options(session, project, folders, null, folder / "image") with { CacheFolder = null });
            if (ImageDifference.OfOwnLayers(first, second) is { } difference)
            {
                throw new ExitCodeException(ExitCodes.TargetFailed, $"The same sources gave two images: {first.Digest} and {second.Digest}. The first difference: {difference}. Nothing was deployed.");
            }

            session.Report("Reproducible", first.Digest);
            return Task.CompletedTask;
        }
        finally
        {
            folder.DeleteDirectory();
        }
    }

    /// <summary>Another time zone, language and home of temporary files.</summary>
    private static Dictionary<string, string> Elsewhere()
    {
        Dictionary<string, string> variables = [];
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables()) variables[(string)variable.Key] = (string?)variable.Value ?? "";
        variables["TZ"] = "Pacific/Kiritimati";
        variables["LC_ALL"] = variables["LANG"] = "tr_TR.UTF-8";
        return variables;
    }

    private static void Copy(DirectoryInfo from, AbsolutePath to)
    {
        to.CreateDirectory();
        foreach (var file in from.EnumerateFiles().Where(x => x.LinkTarget is null)) file.CopyTo(to / file.Name);
        foreach (var folder in from.EnumerateDirectories().Where(x => !s_left.Contains(x.Name) && x.LinkTarget is null)) Copy(folder, to / folder.Name);
    }
}
