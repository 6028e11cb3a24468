using Nuke.Common.IO;
using Nuke.Common.Sessions;

namespace Nuke.Common.Execution;

/// <summary>Runs a build inside another program, beside whatever else that does: nothing of the process is changed, and runs share nothing.</summary>
public static class BuildHost
{
    /// <summary>Runs a build to its end.</summary>
    /// <param name="create">Makes the build.</param>
    /// <param name="rootDirectory">Its root; it gets a <c>.nuke</c> folder if it has none.</param>
    /// <param name="arguments">The command line: targets, then parameters.</param>
    /// <param name="output">Gets everything printed, masked. It is written to by one thread at a time.</param>
    /// <param name="interrupt">What Ctrl-C is to a process.</param>
    /// <returns>What the process would end with; see <c>docs/exit-codes.md</c>.</returns>
    public static Task<int> RunAsync<T>(Func<T> create, AbsolutePath rootDirectory, IReadOnlyList<string> arguments, TextWriter output, CancellationToken interrupt)
        where T : NukeBuild
    {
        (rootDirectory / ".nuke").CreateDirectory();
        var environment = BuildEnvironment.OfProcess(TextWriter.Synchronized(output), interrupt) with
        {
            Arguments = arguments,
            WorkingDirectory = rootDirectory,
            AssemblyDirectory = null,
            IsTerminal = false,
            IsGuest = true,
        };

        // Of a flow of its own: what the run keeps in it does not reach the caller.
        return Task.Run(() => new BuildRun(typeof(T), create, [], environment).RunAsync(), CancellationToken.None);
    }
}
