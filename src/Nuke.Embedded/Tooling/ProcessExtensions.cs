using System.Diagnostics;

namespace Nuke.Common.Tooling;

[StackTraceHidden]
public static class ProcessExtensions
{
    /// <exception cref="TimeoutException">The process did not end in the time given to it.</exception>
    public static IProcess AssertWaitForExit(this IProcess? process)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (!process.WaitForExit())
            throw new TimeoutException($"Process '{Path.GetFileName(process.FileName)} {process.Arguments}' did not end in time and was killed.");
        return process;
    }

    /// <exception cref="ProcessException">The exit code is not 0.</exception>
    public static IProcess AssertZeroExitCode(this IProcess? process)
    {
        process.AssertWaitForExit();
        return process!.ExitCode == 0 ? process : throw new ProcessException(process);
    }

    /// <summary>The lines of the standard output, joined.</summary>
    public static string StdToText(this IEnumerable<Output> output) =>
        string.Join(Environment.NewLine, output.Where(x => x.Type == OutputType.Std).Select(x => x.Text));

    /// <exception cref="ArgumentException">Something was written to the standard error.</exception>
    public static IReadOnlyCollection<Output> EnsureOnlyStd(this IReadOnlyCollection<Output> output)
    {
        foreach (var line in output) Assert.True(line.Type == OutputType.Std, $"Unexpected error output: {line.Text}");
        return output;
    }
}
