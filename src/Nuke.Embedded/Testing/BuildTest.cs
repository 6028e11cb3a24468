using System.Linq.Expressions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Sessions;

namespace Nuke.Common.Testing;

/// <summary>
/// Runs a build inside the current process, for unit tests of builds. Runs share nothing: parameters, secrets, output and the status
/// of targets belong to one run each, so that any number may run at once.
/// <code>
/// using BuildTest&lt;Build&gt; test = new();
/// var result = await test.RunAsync("Pack", "--configuration", "Debug");
/// Assert.Equal(0, result.ExitCode);
/// </code>
/// </summary>
/// <typeparam name="T">The build.</typeparam>
public sealed class BuildTest<T> : IDisposable
    where T : NukeBuild, new()
{
    private static readonly Lazy<bool> s_console = new(() =>
    {
        Console.SetOut(new ConsoleWriter(Console.Out));
        Console.SetError(new ConsoleWriter(Console.Error));
        return true;
    });

    private readonly bool _isOwnFolder;

    /// <param name="rootDirectory">The build's root; it gets a <c>.nuke</c> folder if it has none. Null: an empty folder, deleted with the test.</param>
    /// <param name="defaultTargets">As given to <c>Execute</c> in the build's <c>Main</c>.</param>
    public BuildTest(AbsolutePath? rootDirectory = null, params Expression<Func<T, Target>>[] defaultTargets)
    {
        _isOwnFolder = rootDirectory is null;
        RootDirectory = rootDirectory ?? AbsolutePath.Create(Directory.CreateTempSubdirectory("build-test-").FullName);
        DefaultTargets = defaultTargets;
        (RootDirectory / ".nuke").CreateDirectory();
    }

    public AbsolutePath RootDirectory { get; }

    /// <summary>All that the build sees of the environment for its parameters and its host; nothing of the process's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock of retries, time limits and durations.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    private Expression<Func<T, Target>>[] DefaultTargets { get; }

    /// <summary>Runs the build to its end.</summary>
    /// <param name="arguments">The command line: targets, then parameters.</param>
    /// <param name="interrupt">What Ctrl-C is to a process.</param>
    public async Task<BuildTestResult<T>> RunAsync(IReadOnlyList<string> arguments, CancellationToken interrupt)
    {
        _ = s_console.Value;
        using StringWriter output = new();
        var run = BuildManager.Create(
            new BuildEnvironment
            {
                Arguments = arguments,
                Variables = Variables,
                WorkingDirectory = RootDirectory,
                Out = TextWriter.Synchronized(output),
                Time = Time,
                Interrupt = interrupt,
            },
            DefaultTargets);

        // Of a flow of its own: what the run keeps in it does not reach the test.
        var exitCode = await Task.Run(() => run.RunAsync(), CancellationToken.None);
        return new BuildTestResult<T>(exitCode, output.ToString(), (T?)run.Build);
    }

    /// <inheritdoc cref="RunAsync(IReadOnlyList{string}, CancellationToken)"/>
    public Task<BuildTestResult<T>> RunAsync(params string[] arguments) => RunAsync(arguments, CancellationToken.None);

    public void Dispose()
    {
        if (_isOwnFolder) RootDirectory.DeleteDirectory();
    }
}

/// <summary>How a build ended that a test ran.</summary>
/// <param name="ExitCode">What the process would have ended with; see <c>docs/exit-codes.md</c>.</param>
/// <param name="Output">Everything printed, masked.</param>
/// <param name="Build">The build; null if the command line was refused before it was made.</param>
public sealed record BuildTestResult<T>(int ExitCode, string Output, T? Build)
    where T : NukeBuild
{
    /// <summary>The target of the plan with a name.</summary>
    /// <exception cref="ArgumentException">The plan has none.</exception>
    public ExecutableTarget this[string target] => Build?.ExecutionPlan.FirstOrDefault(x => x.Name == target)
        ?? throw new ArgumentException($"No target '{target}' was planned; these were: {string.Join(", ", Build?.ExecutionPlan.Select(x => x.Name) ?? [])}.", nameof(target));

    /// <summary>What a target's last action returned; null for nothing.</summary>
    public object? ResultOf(string target) => this[target].Result;
}
