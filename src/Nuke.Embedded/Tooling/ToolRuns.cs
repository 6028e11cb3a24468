using System.Runtime.ExceptionServices;

namespace Nuke.Common.Tooling;

/// <summary>Runs tools to their end: by a command line, by settings, or by several variants of settings.</summary>
internal static class ToolRuns
{
    private const string Redacted = "[REDACTED]";

    public static IReadOnlyCollection<Output> Run(
        string toolPath,
        ArgumentStringHandler arguments,
        string? workingDirectory,
        IReadOnlyDictionary<string, string>? environmentVariables,
        int? timeout,
        bool? logOutput,
        bool? logInvocation,
        Action<OutputType, string>? logger,
        Func<IProcess, object?>? exitHandler)
    {
        using var process = ProcessTasks.StartProcess(
            toolPath, arguments, workingDirectory, environmentVariables, timeout, logOutput, logInvocation, logger);
        process.AssertWaitForExit();
        if (exitHandler is null) process.AssertZeroExitCode();
        else exitHandler(process);
        return process.Output;
    }

    public static IReadOnlyCollection<Output> Run<T>(Configure<T> configurator)
        where T : ToolOptions, new() => Run(configurator(new T()));

    public static IReadOnlyCollection<Output> Run<T>(T? options)
        where T : ToolOptions, new()
    {
        options ??= new T();
        var secrets = CommandLineText.Secrets(options).ToArray();
        using var process = ProcessTasks.StartProcess(
            options.ProcessToolPath ?? options.DefaultToolPath,
            CommandLineText.Of(options),
            options.ProcessWorkingDirectory,
            options.Get<IReadOnlyDictionary<string, string>>(nameof(ToolOptions.ProcessEnvironmentVariables)),
            options.ProcessExecutionTimeout,
            options.ProcessOutputLogging,
            options.ProcessInvocationLogging,
            options.ProcessLogger,
            text => secrets.Aggregate(text, (current, secret) => current.Replace(secret, Redacted, StringComparison.Ordinal)));
        process.AssertWaitForExit();
        if (options.ProcessExitHandling == false) return process.Output;
        if (options.ProcessExitHandler is { } handler) handler(options, process);
        else process.AssertZeroExitCode();
        return process.Output;
    }

    /// <summary>Runs every variant. When several run at once, the output of each is logged as a whole, in the order of the variants.</summary>
    /// <exception cref="AggregateException">Several failed; a single failure is thrown as it is.</exception>
    public static IReadOnlyCollection<(T Settings, IReadOnlyCollection<Output> Output)> Run<T>(
        CombinatorialConfigure<T> configurator, int degreeOfParallelism, bool completeOnFailure)
        where T : ToolOptions, new()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreeOfParallelism, 1);
        var variants = configurator(new T()).ToArray();
        var runs = new IReadOnlyCollection<Output>?[variants.Length];
        var failures = new Exception?[variants.Length];
        Parallel.For(0, variants.Length, new ParallelOptions { MaxDegreeOfParallelism = degreeOfParallelism }, (i, loop) =>
        {
            if (loop.IsStopped) return;
            try
            {
                runs[i] = Run(degreeOfParallelism == 1 ? variants[i] : variants[i].DisableProcessOutputLogging());
            }
            catch (Exception e)
            {
                failures[i] = e;
                if (!completeOnFailure) loop.Stop();
            }
        });

        if (degreeOfParallelism > 1) Log(variants, runs);
        Throw([.. failures.OfType<Exception>()]);
        return [.. variants.Zip(runs, (variant, output) => (variant, output!))];
    }

    private static void Log<T>(T[] variants, IReadOnlyCollection<Output>?[] runs)
        where T : ToolOptions
    {
        foreach (var (variant, output) in variants.Zip(runs))
        {
            if (variant.ProcessOutputLogging == false || output is null) continue;
            var logger = variant.ProcessLogger ?? (variant.ProcessOutputLogging == true ? ProcessTasks.Show : ProcessTasks.DefaultLogger);
            foreach (var line in output) logger(line.Type, line.Text);
        }
    }

    private static void Throw(Exception[] failures)
    {
        if (failures.Length == 1) ExceptionDispatchInfo.Throw(failures[0]);
        if (failures.Length > 1) throw new AggregateException(failures);
    }
}
