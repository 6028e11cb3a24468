using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Nuke.Common.Execution;

namespace Nuke.Common.Sessions;

/// <summary>
/// An exception for people. What a user, a machine or a service did wrong is told by its message alone. Anything else is a bug: the cause, the place in
/// the user's own code, and the whole stack in the log.
/// </summary>
internal static partial class ExceptionText
{
    private static readonly string[] s_ownAssemblies = ["Nuke.Embedded", "Nuke.Embedded.Tools", "Serilog", "Spectre.Console"];
    private static readonly string[] s_platform = ["System.", "Microsoft."];

    /// <summary>The first line of the message, with the type unless the message was written for people.</summary>
    public static string Cause(Exception exception)
    {
        var all = Flatten(exception);
        var more = all.Count > 1 ? $" (and {all.Count - 1} more)" : "";
        var line = ExpectedFailure.Message(all[0]).ReplaceLineEndings("\n").Split('\n')[0];
        return (ExpectedFailure.Is(all[0]) ? line : $"{all[0].GetType().Name}: {line}") + more;
    }

    /// <summary>What the process ends with.</summary>
    public static int ExitCode(Exception exception) => Flatten(exception).OfType<ExitCodeException>().FirstOrDefault()?.ExitCode ?? 1;

    /// <summary>What the operating system said, as a sentence: without the path that the runtime adds, which the caller names better.</summary>
    public static string Reason(Exception exception) => exception.Message.Split(" : '")[0].TrimEnd('.') + ".";

    public static void Write(Exception exception, BuildOutput output)
    {
        foreach (var one in Flatten(exception)) WriteOne(one, output);
    }

    /// <summary>The failure itself, without what only carries it.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var inner] } => Unwrap(inner),
        _ => exception,
    };

    /// <summary>One or more: what ran side by side may have failed more than once.</summary>
    private static IReadOnlyList<Exception> Flatten(Exception exception) => Unwrap(exception) switch
    {
        AggregateException { InnerExceptions.Count: > 0 } several => [.. several.InnerExceptions.SelectMany(Flatten)],
        var one => [one],
    };

    private static void WriteOne(Exception exception, BuildOutput output)
    {
        var isExpected = ExpectedFailure.Is(exception);
        var message = ExpectedFailure.Message(exception);
        if (exception is ITellFailure teller) teller.Tell(output);
        else output.Write(isExpected ? message : $"{exception.GetType().Name}: {message}", Tone.Bad);
        if (exception is not ExitCodeException) WriteInner(exception, message, output);
        if (!isExpected && UserFrame(exception) is { } frame) output.Write($"   at {frame}", Tone.Dim);
        output.Record(exception.ToString());
    }

    /// <summary>What lies behind it, unless that is what it says itself.</summary>
    private static void WriteInner(Exception exception, string said, BuildOutput output)
    {
        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            var message = ExpectedFailure.Message(inner);
            if (!said.Contains(message, StringComparison.Ordinal)) output.Write($"because {(ExpectedFailure.Is(inner) ? "" : inner.GetType().Name + ": ")}{message}", Tone.Bad);
            said += message;
        }
    }

    /// <summary>Where in the user's own code the innermost exception that passed it was thrown; null if none did.</summary>
    private static string? UserFrame(Exception exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            if (new StackTrace(current, fNeedFileInfo: true).GetFrames().FirstOrDefault(IsUsers) is { } frame) return Describe(frame);
        }

        return null;
    }

    private static bool IsUsers(StackFrame frame)
    {
        var assembly = DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName is { } name ? new AssemblyName(name).Name : null;
        return assembly is not null
            && !s_ownAssemblies.Contains(assembly)
            && !Array.Exists(s_platform, prefix => assembly.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string Describe(StackFrame frame)
    {
        var method = DiagnosticMethodInfo.Create(frame)!;
        var text = Readable($"{method.DeclaringTypeName}.{method.Name}");
        return frame.GetFileName() is not { } file ? text : $"{text} in {Relative(file)}:{frame.GetFileLineNumber()}";
    }

    /// <summary><c>Build+&lt;&gt;c.&lt;get_Test&gt;b__3_0</c> is <c>Build.Test</c>.</summary>
    private static string Readable(string name)
    {
        name = Closure().Replace(name, "");
        name = Generated().Replace(name, "$1");
        return name.Replace("+", ".", StringComparison.Ordinal).Replace(".MoveNext", "", StringComparison.Ordinal).Replace(".get_", ".", StringComparison.Ordinal);
    }

    private static string Relative(string file)
    {
        if (file.StartsWith("/_/", StringComparison.Ordinal)) return file[3..];
        return BuildSession.Current is { } session && file.StartsWith(session.Root, StringComparison.Ordinal)
            ? Path.GetRelativePath(session.Root, file)
            : file;
    }

    [GeneratedRegex(@"[+.]<>c(__DisplayClass\d+_\d+)?(`\d+)?")]
    private static partial Regex Closure();

    [GeneratedRegex(@"<(?:get_)?([^<>|]+)>(?:[a-z]__[\w|]*|g__[\w|]*)?")]
    private static partial Regex Generated();
}
