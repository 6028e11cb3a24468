using System.Text.RegularExpressions;
using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Context;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Support;

/// <summary>Publishes the agent's project, once for each platform, so that the same files give the same bytes.</summary>
internal static partial class ProjectPublish
{
    private const string Common = "-c Release -nologo -v quiet -p:CopyOutputSymbolsToPublishDirectory=false -p:PublishDocumentationFiles=false -p:CopyRetryCount=1 "
        // By default the repository's address and commit are in the symbols, and a digest of these is in the assembly.
        + "-p:EnableSourceLink=false -p:EnableSourceControlManagerQueries=false -p:IncludeSourceRevisionInInformationalVersion=false -p:EmbedUntrackedSources=false "
        // One answer for laptops and build servers; paths are mapped below, without a repository's help.
        + "-p:Deterministic=true -p:ContinuousIntegrationBuild=true -p:DeterministicSourcePaths=false "
        // The native deflate and Brotli give other bytes on other processors; static files are served as they are.
        + "-p:CompressionEnabled=false";

    /// <summary>Variables that MSBuild would take for properties that end up in an assembly.</summary>
    private static readonly HashSet<string> s_properties = new(
        [
            "Version", "VersionPrefix", "VersionSuffix", "AssemblyVersion", "FileVersion", "InformationalVersion", "PackageVersion", "SourceRevisionId", "RepositoryUrl", "Product", "Company", "Authors",
            "Copyright", "Description", "Configuration", "Platform", "TargetFramework", "RuntimeIdentifier", "OutputPath", "DefineConstants", "DebugType", "Optimize", "LangVersion",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <param name="context">The build.</param>
    /// <param name="image">Which platforms, and whether .NET itself goes in.</param>
    /// <param name="root">A copy of the sources' root folder.</param>
    /// <param name="output">Gets a folder for each platform.</param>
    /// <param name="cancellationToken">Stops between platforms.</param>
    /// <param name="variables">The whole environment of the compiler; null: the build's.</param>
    /// <returns>The folders by platform, such as <c>linux/amd64</c>.</returns>
    public static IReadOnlyDictionary<string, string> Run(AgentContext context, ProjectImage image, AbsolutePath root, AbsolutePath output, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? variables = null)
    {
        output.CreateOrCleanDirectory();
        variables ??= Variables(root);
        // The compiler doubles a comma and an equals sign of a path.
        var map = $"-p:PathMap={Escaped(((string)root).Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal))}/=/_/";
        var project = root / Path.GetRelativePath(context.Root, context.Agent.Project) / (context.Agent.Title + ".csproj");
        if (image.RuntimeIdentifiers.Count == 0)
        {
            if (image.SelfContained) throw new InvalidDataException("A self-contained image needs RuntimeIdentifiers, such as linux-x64. Nothing was built. Set them in the agent's Image.");

            // Portable code; a platform must be named all the same. What runs it brings the runtime.
            var portable = output / "linux-amd64";
            Compilation.Run(context, $"publish {project} {Into(portable)} -p:UseAppHost=false {map} {Common:nq}", root, variables);
            TakeTimes(portable);
            return new Dictionary<string, string> { ["linux/amd64"] = portable };
        }

        Dictionary<string, string> folders = [];
        foreach (var identifier in image.RuntimeIdentifiers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var platform = Platform(identifier);
            var folder = output / platform.Replace('/', '-');
            Compilation.Run(context, $"publish {project} {Into(folder)} -r {identifier} --self-contained {(image.SelfContained ? "true" : "false")} -p:UseAppHost={(image.SelfContained ? "true" : "false")} {map} {Common:nq}", root, variables);
            TakeTimes(folder);
            folders[platform] = folder;
        }

        return folders;
    }

    /// <summary>The environment of the compiler: this build's, without what would make a difference that no file tells.</summary>
    public static Dictionary<string, string> Variables(AbsolutePath root)
    {
        Dictionary<string, string> variables = [];
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (s_properties.Contains((string)variable.Key)) Log.Information("{Variable} of the environment is kept from the compiler: it would change the image", variable.Key);
            else variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        // Tools that derive a version from history: what a clone has of it differs.
        variables["GIT_CEILING_DIRECTORIES"] = root.Parent;
        return variables;
    }

    /// <exception cref="InvalidDataException">It is none that containers run on.</exception>
    public static string Platform(string runtimeIdentifier) => runtimeIdentifier switch
    {
        "linux-x64" or "linux-musl-x64" => "linux/amd64",
        "linux-arm64" or "linux-musl-arm64" => "linux/arm64",
        _ => throw new InvalidDataException($"'{runtimeIdentifier}' is no platform for an image. Nothing was built. Use linux-x64, linux-arm64, or their musl forms."),
    };

    /// <summary>Takes the times of files out of what the SDK writes about static files.</summary>
    private static void TakeTimes(AbsolutePath folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.staticwebassets.endpoints.json")) File.WriteAllText(file, LastModified().Replace(File.ReadAllText(file), "${name}Tue, 01 Jan 1980 00:00:00 GMT"));
    }

    /// <summary>As -o, which does not escape: of a folder with a comma it makes two properties.</summary>
    private static string Into(AbsolutePath folder) => $"-p:PublishDir={Escaped(folder)}/";

    /// <summary>For MSBuild's command line.</summary>
    private static string Escaped(string path) =>
        string.Concat(path.Select(x => x is '%' or ';' or ',' or '$' or '@' or '(' or ')' or '\'' or '*' or '?' ? $"%{(int)x:X2}" : $"{x}"));

    [GeneratedRegex(@"(?<name>""Name"":""Last-Modified"",""Value"":"")[^""]*")]
    private static partial Regex LastModified();
}
