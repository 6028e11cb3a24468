using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Serilog;

namespace GenAIOps.Pipeline.Support;

/// <summary>Asks git about one folder. An answer that git refuses ends the build with git's own words: without it nobody knows which files are whose.</summary>
internal sealed class Git
{
    private readonly string _folder;
    private readonly string _program;

    private Git(string folder, string program)
    {
        _folder = folder;
        _program = program;
    }

    /// <param name="folder">A repository's root, or a folder in it.</param>
    /// <param name="program">What is started.</param>
    /// <returns>Null where there is no repository, or git is not installed, which is said.</returns>
    /// <exception cref="InvalidDataException">There is a repository, and git does not read it.</exception>
    public static Git? Of(string folder, string program = "git")
    {
        if (RepositoryOf(folder) is not { } repository) return null;
        Git git = new(folder, program);
        try
        {
            var prefix = git.Line("rev-parse", "--show-prefix") ?? "";
            git.CheckIsOf(repository, prefix);

            // A folder that a repository around it ignores, such as one unpacked into somebody's work tree, is not of that repository.
            return prefix.Length == 0 || git.Run(["check-ignore", "--quiet", "."]) is null ? git : null;
        }
        catch (Win32Exception)
        {
            Log.Warning("git is not on the PATH, and {Repository} is a repository: which commit these files are of, and which of them git ignores, is not known. Install git to have both", repository);
            return null;
        }
    }

    /// <returns>The first line; null where git says, without a word of complaint, that there is none.</returns>
    public string? Line(params string[] arguments) => Run(arguments)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Of a command that has <c>-z</c>.</summary>
    public IEnumerable<string> List(params string[] arguments) => (Run(["--literal-pathspecs", .. arguments]) ?? "").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static string? RepositoryOf(string folder)
    {
        if (Environment.GetEnvironmentVariable("GIT_DIR") is { Length: > 0 } named) return named;
        for (var here = folder; here is not null; here = Path.GetDirectoryName(here))
        {
            if (Path.Exists(Path.Combine(here, ".git"))) return Path.Combine(here, ".git");
        }

        return null;
    }

    /// <summary>A .git that is none is passed over by git, which then answers for a repository further up.</summary>
    private void CheckIsOf(string repository, string prefix)
    {
        var expected = Path.GetRelativePath(Path.GetDirectoryName(repository) ?? repository, _folder);
        if (Environment.GetEnvironmentVariable("GIT_DIR") is { Length: > 0 } || string.Equals(expected == "." ? "" : expected.Replace('\\', '/'), prefix.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) return;
        throw new InvalidDataException($"{repository} is there, and git answers for a repository above it: it is broken. Nothing was made. Clone anew, or delete it; a build without a repository names no commit.");
    }

    /// <returns>Null for exit code 1 without a message, which is "no" or "none".</returns>
    private string? Run(string[] arguments)
    {
        ProcessStartInfo start = new(_program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            // To look at a repository is not to write its index, nor to fetch what a partial clone lacks.
            Environment = { ["GIT_OPTIONAL_LOCKS"] = "0", ["GIT_TERMINAL_PROMPT"] = "0" },
        };
        using var git = Process.Start(start)!;
        var complaint = git.StandardError.ReadToEndAsync();
        var answer = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        var words = complaint.GetAwaiter().GetResult().Trim();
        if (git.ExitCode == 0) return answer;
        return git.ExitCode == 1 && words.Length == 0 ? null : throw Refused(arguments, words);
    }

    private InvalidDataException Refused(string[] arguments, string words)
    {
        var shallow = arguments is not ["rev-parse", ..] && Line("rev-parse", "--is-shallow-repository") == "true"
            ? " This clone is shallow, and may lack what was asked for: run git fetch --unshallow, or check out with fetch-depth: 0 (Azure Pipelines: fetchDepth: 0)."
            : "";
        return new InvalidDataException($"git does not answer 'git {string.Join(' ', arguments)}' in {_folder}: {words}{Environment.NewLine}Nothing was made.{shallow} Mend that, then run the same command again.");
    }
}
