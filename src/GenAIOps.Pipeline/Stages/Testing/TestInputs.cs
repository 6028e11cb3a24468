using System.Runtime.InteropServices;
using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>What is known to decide how a test module ends.</summary>
/// <param name="root">The repository.</param>
/// <param name="closure">The module's project and all that it refers to.</param>
internal sealed class TestInputs(string root, ProjectClosure closure)
{
    private string? _surroundings;

    /// <summary>Of the sources and of the files that the tests say they read: two clones of one commit agree.</summary>
    public string Fingerprint() => Support.Fingerprint.Of(root, Files());

    /// <summary>What is around them: system, runtime, SDKs, and the environment variables that the tests say they read. Not a part of evidence.</summary>
    public string Surroundings() => _surroundings ??= Support.Fingerprint.Of(root, [], string.Join('\n',
    [
        RuntimeInformation.RuntimeIdentifier, RuntimeInformation.FrameworkDescription, .. Sdks(),
        .. closure.Variables.Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}"),
    ]));

    /// <summary>Files and folders, as they are now.</summary>
    public IEnumerable<string> Files() => [.. closure.Sources, .. closure.Reads.SelectMany(Matches)];

    /// <summary>Whether something of it is one of these files and folders, lies in one, or holds one.</summary>
    public bool Touches(IReadOnlyCollection<string> paths) =>
        closure.Sources.Any(source => paths.Any(path => IsSameOrIn(source, path) || IsSameOrIn(path, source)))
        || closure.Reads.Any(pattern => paths.Any(path => Meets(pattern, path)) && Matches(pattern).Any(file => paths.Any(path => IsSameOrIn(file, path) || IsSameOrIn(path, file))));

    private static bool Meets(string pattern, string path) => ProjectGraph.BeforePattern(pattern) is var folder && (IsSameOrIn(folder, path) || IsSameOrIn(path, folder));

    private static IEnumerable<string> Matches(string pattern) => ProjectGraph.BeforePattern(pattern) is var folder && folder == pattern
        ? [pattern]
        : ((AbsolutePath)folder).GlobFiles(Path.GetRelativePath(folder, pattern)).Select(file => (string)file).Where(file => !Support.Fingerprint.IsIgnored(Path.GetRelativePath(folder, file)));

    private static bool IsSameOrIn(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || folder.EndsWith(Path.DirectorySeparatorChar) || path[folder.Length] == Path.DirectorySeparatorChar);

    private static IEnumerable<string> Sdks()
    {
        // …/shared/Microsoft.NETCore.App/10.0.0/
        var folder = Path.GetFullPath("../../../sdk", RuntimeEnvironment.GetRuntimeDirectory());
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal) : [];
    }
}
