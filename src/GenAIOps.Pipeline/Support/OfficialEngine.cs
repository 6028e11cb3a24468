// What the pipeline uses of Nuke.Embedded beyond NUKE itself, for builds with -p:BuildEngine=Nuke. Nothing in it otherwise.
#if OFFICIAL_NUKE
namespace Nuke.Common.Execution;

/// <summary>The official engine has no such services: what it cannot do is logged, or left out.</summary>
internal static class BuildExtras
{
    private static readonly Lazy<CancellationTokenSource> s_interrupt = new(() =>
    {
        CancellationTokenSource source = new();
        Console.CancelKeyPress += (_, _) => source.Cancel();
        return source;
    });

    public static bool NoCache => false;

    public static CancellationToken Cancellation => s_interrupt.Value.Token;

    public static void MarkCached(string reason) => Serilog.Log.Information("Nothing to do: {Reason}", reason);

    public static void Summarize(string markdown)
    {
        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } file) File.AppendAllText(file, markdown);
    }

    public static void Progress(string text) => Serilog.Log.Debug("{Progress}", text);
}

/// <summary>The official engine knows targets that are properties, and no others: with it, environments are dev, qa and prod.</summary>
public interface IDefineTargets
{
    IReadOnlyDictionary<string, Target> DefinedTargets { get; }
}

/// <summary>The official engine ends every failure with -1; the code stands in the message.</summary>
public class ExitCodeException(int exitCode, string message) : Exception($"{message} (exit code {exitCode})")
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>The official engine reads any variable of a parameter's name.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ParameterVariablesAttribute(params string[] names) : Attribute
{
    public IReadOnlyList<string> Names { get; } = names;
}
#endif
