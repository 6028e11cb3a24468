using System.Diagnostics;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;
using Serilog;
using Serilog.Events;

namespace Nuke.Common.Tooling;

/// <summary>Starts processes whose output is captured, and which die with a cancelled build.</summary>
public static class ProcessTasks
{
    /// <summary>Starts a process; see <see cref="IProcess.WaitForExit"/> and <see cref="ProcessExtensions.AssertZeroExitCode"/>.</summary>
    /// <param name="toolPath">A path, or the name of an executable in PATH; a .dll is run by <c>dotnet</c>.</param>
    /// <param name="arguments">The command line, values quoted as needed.</param>
    /// <param name="workingDirectory">The current directory if null.</param>
    /// <param name="environmentVariables">The whole environment of the process; that of the build if null.</param>
    /// <param name="timeout">In milliseconds. None if null.</param>
    /// <param name="logOutput">true: shown as it comes; false: not logged; null: logged at debug level, and shown in full when the process fails; as it comes on build servers and in <c>--json</c>.</param>
    /// <param name="logInvocation">Whether the command line is logged. Default true.</param>
    /// <param name="logger">Takes the lines in place of the log.</param>
    public static IProcess StartProcess(
        string toolPath,
        ArgumentStringHandler arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null)
    {
        var filter = arguments.GetFilter();
        return StartProcess(
            toolPath, arguments.ToStringAndClear(), workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger, filter);
    }

    /// <inheritdoc cref="StartProcess(string,ArgumentStringHandler,string,IReadOnlyDictionary{string,string},int?,bool?,bool?,Action{OutputType,string})"/>
    /// <param name="toolPath">A path, or the name of an executable in PATH; a .dll is run by <c>dotnet</c>.</param>
    /// <param name="arguments">The command line as it is.</param>
    /// <param name="workingDirectory">The current directory if null.</param>
    /// <param name="environmentVariables">The whole environment of the process; that of the build if null.</param>
    /// <param name="timeout">In milliseconds. None if null.</param>
    /// <param name="logOutput">true: shown as it comes; false: not logged; null: logged at debug level, and shown in full when the process fails; as it comes on build servers and in <c>--json</c>.</param>
    /// <param name="logInvocation">Whether the command line is logged. Default true.</param>
    /// <param name="logger">Takes the lines in place of the log.</param>
    /// <param name="outputFilter">Changes each line before it is kept or logged, and the logged command line.</param>
    public static IProcess StartProcess(
        string toolPath,
        string? arguments = null,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<string, string>? outputFilter = null)
    {
        var session = BuildSession.Current;
        session?.Cancellation.ThrowIfCancellationRequested();
        var start = StartInfo(toolPath, arguments ?? "", workingDirectory ?? Environment.CurrentDirectory, environmentVariables);
        outputFilter ??= text => text;

        if (logInvocation ?? true) Log.Information("> {Tool} {Arguments}", Path.GetFileName(start.FileName), outputFilter(start.Arguments));
        Log.Verbose("@ {WorkingDirectory}", start.WorkingDirectory);

        var live = logOutput is null && session is { Output: { IsLive: true, Verbosity: <= Verbosity.Normal } };
        return ChildProcess.Start(start, new ChildProcessOptions
        {
            Session = session,
            Timeout = timeout is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            Filter = outputFilter,
            Logger = logOutput == false ? null : logger ?? (live ? (_, line) => session!.Output.Write(line, Tone.Dim) : logOutput == true ? Show : DefaultLogger),
            Shown = live || logOutput == true || logger is not null,
        });
    }

    /// <summary>Starts a command line in the shell: bash, or cmd on Windows.</summary>
    public static IProcess StartShell(
        string command,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string>? environmentVariables = null,
        int? timeout = null,
        bool? logOutput = null,
        bool? logInvocation = null,
        Action<OutputType, string>? logger = null,
        Func<string, string>? outputFilter = null) =>
        StartProcess(
            OperatingSystem.IsWindows() ? "cmd" : "bash",
            $"{(OperatingSystem.IsWindows() ? "/c" : "-c")} {Quoting.Double(command)}",
            workingDirectory,
            environmentVariables,
            timeout,
            logOutput,
            logInvocation,
            logger,
            outputFilter);

    /// <summary>Logs a line at debug level.</summary>
    public static void DefaultLogger(OutputType type, string output) => Write(LogEventLevel.Debug, output);

    internal static void Show(OutputType type, string output) => Write(LogEventLevel.Information, output);

    private static void Write(LogEventLevel level, string line) => Log.Write(level, "{Line}", line);

    private static ProcessStartInfo StartInfo(
        string toolPath, string arguments, string workingDirectory, IReadOnlyDictionary<string, string>? environment)
    {
        ArgumentException.ThrowIfNullOrEmpty(toolPath);
        if (!Path.IsPathRooted(toolPath) && !toolPath.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            toolPath = ToolPathResolver.GetPathExecutable(toolPath);
        if (toolPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
            (toolPath, arguments) = (ToolPathResolver.DotNetPath, $"{Quoting.DoubleIfNeeded(toolPath)} {arguments}".TrimEnd());

        Assert.FileExists(toolPath);
        Assert.DirectoryExists(workingDirectory);
        ProcessStartInfo start = new()
        {
            FileName = toolPath,
            Arguments = arguments,
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        if (environment is null) return start;

        start.Environment.Clear();
        foreach (var (key, value) in environment) start.Environment[key] = value;
        return start;
    }
}
