using System.Text;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Support;

/// <summary>The files that an image is made of, and what is not right with them.</summary>
/// <param name="Tree">All sources of the root folder.</param>
/// <param name="Paths">Files and folders that the image depends on; some may not exist.</param>
/// <param name="Files">The sources among them.</param>
/// <param name="Uncommitted">What differs from the commit.</param>
/// <param name="Ignored">What git ignores, and is left out.</param>
internal sealed record ImageInputs(SourceTree Tree, IReadOnlyList<string> Paths, IReadOnlySet<string> Files, IReadOnlyList<string> Uncommitted, IReadOnlyList<string> Ignored)
{
    private const int Named = 5;

    // github.com/git-lfs/git-lfs, docs/spec.md.
    private static readonly byte[] s_pointer = Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1");

    // MSBuild finds these in the folders above a project.
    private static readonly string[] s_found = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp"];

    /// <exception cref="InvalidDataException">A file is not there, is a pointer of Git LFS, or takes part though git ignores it.</exception>
    public static ImageInputs Of(string root, IEnumerable<string> paths)
    {
        var tree = SourceTree.Of(root);
        string[] all = [.. paths.Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal)];
        var (uncommitted, ignored) = tree.Differences(all);
        ImageInputs inputs = new(tree, all, SourceTree.Below(tree.Files, all).ToHashSet(StringComparer.Ordinal), uncommitted, ignored);
        inputs.Check();
        return inputs;
    }

    /// <summary>The commit that the files are of; null where they are of none, or none is known, which is said.</summary>
    public string? Commit()
    {
        // An image of a registry is not made here.
        if (Paths.Count == 0) return null;
        if (Tree.Git is not { } git)
        {
            Log.Information("There is no repository here: the image's evidence names no commit, and nothing tells whose files these are");
            return null;
        }

        if (GitHead.Commit(git) is not { } commit)
        {
            Log.Information("The repository has no commit yet: the image's evidence names none");
            return null;
        }

        if (Uncommitted.Count == 0) return commit;
        Log.Information("The image is of no commit, and its evidence names none: {Files} not as in {Commit}. Commit them for an image that others can build, too", List(Uncommitted, "is", "are"), commit[..12]);
        return null;
    }

    /// <summary>Names what is on this machine alone.</summary>
    public void TellIgnored()
    {
        // Where packages are restored from decides nothing about the image, and is read of the folders above, too.
        string[] ignored = [.. Ignored.Where(path => !Path.GetFileName(path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase))];
        if (ignored.Length > 0) Log.Information("Left out of the image, as git ignores it: {Files}", List(ignored));
    }

    private void Check()
    {
        if (SourceTree.Below(Tree.Absent, Paths).Where(Directory.Exists).Select(Relative).ToArray() is { Length: > 0 } submodules)
            throw new InvalidDataException($"{List(submodules, "is a submodule that is", "are submodules that are")} not checked out. Nothing was built. Run git submodule update --init (in CI: check out with submodules: true), then run the same command again.");
        if (Files.Where(IsPointer).Select(Relative).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } pointers)
            throw new InvalidDataException($"{List(pointers, "is a pointer", "are pointers")} of Git LFS, and not the file itself. Nothing was built. Run git lfs pull (in CI: check out with lfs: true), then run the same command again.");
        if (Tree.Git is not null && s_found.Select(name => Path.Combine(Tree.Root, name)).FirstOrDefault(file => File.Exists(file) && !Files.Contains(file) && Paths.Contains(file)) is { } found)
            throw new InvalidDataException($"{Relative(found)} takes part in every compilation, and git ignores it: another clone makes another image. Nothing was built. Commit it, or move it away.");
    }

    private static bool IsPointer(string file)
    {
        if (new FileInfo(file) is not { LinkTarget: null, Length: > 42 and < 1024 }) return false;
        using var stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[s_pointer.Length];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(s_pointer);
    }

    private string Relative(string path) => Path.GetRelativePath(Tree.Root, path).Replace('\\', '/');

    private static string List(IReadOnlyCollection<string> files, string one = "", string several = "") =>
        $"{string.Join(", ", files.Take(Named))}{(files.Count > Named ? $" and {files.Count - Named} more" : "")} {(files.Count == 1 ? one : several)}".TrimEnd();
}
