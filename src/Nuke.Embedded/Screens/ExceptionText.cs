using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Nuke.Common.Execution;
using Nuke.Common.Tooling;

namespace Nuke.Common.Screens;

/// <summary>An exception for people: the cause first, then the frames of their own code.</summary>
internal static partial class ExceptionText
{
    private static readonly string?[] s_ownAssemblies = [typeof(ExceptionText).Assembly.GetName().Name, "Serilog", "Spectre.Console"];
    private static readonly string[] s_platform = ["System.", "Microsoft."];

    /// <summary>The first line of the message, with the type unless the message was written for people.</summary>
    public static string Cause(Exception exception)
    {
        exception = Unwrap(exception);
        var line = exception.Message.ReplaceLineEndings("\n").Split('\n')[0];
        return exception is ExitCodeException or ProcessException or TimeoutException ? line : $"{exception.GetType().Name}: {line}";
    }

    /// <summary>What the operating system said, as a sentence: without the path that the runtime adds, which the caller names better.</summary>
    public static string Reason(Exception exception) => exception.Message.Split(" : '")[0].TrimEnd('.') + ".";

    public static void Write(Exception exception, BuildOutput output)
    {
        exception = Unwrap(exception);
        if (exception is ExitCodeException)
        {
            output.Write(exception.Message, Tone.Bad);
            return;
        }

        if (exception is ProcessException process)
        {
            WriteProcess(process, output);
        }
        else
        {
            output.Write($"{exception.GetType().Name}: {exception.Message.TrimEnd()}", Tone.Bad);
            for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
                output.Write($"because {inner.GetType().Name}: {inner.Message.TrimEnd()}", Tone.Bad);
        }

        foreach (var frame in UserFrames(exception)) output.Write($"   at {frame}", Tone.Dim);
    }

    public static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var inner] } => Unwrap(inner),
        _ => exception,
    };

    private static void WriteProcess(ProcessException exception, BuildOutput output)
    {
        var process = exception.Process;
        output.Write($"Process '{Path.GetFileName(process.FileName)}' exited with code {exception.ExitCode}.", Tone.Bad);
        output.Write($"   > {Path.GetFileName(process.FileName)} {process.Arguments}", Tone.Bad);
        output.Write($"   @ {process.WorkingDirectory}", Tone.Bad);
        if (process is ChildProcess { Shown: true }) return;
        foreach (var line in process.Output) output.Write(line.Text, line.Type == OutputType.Err ? Tone.Bad : Tone.Normal);
    }

    /// <summary>Frames of the first exception, from the outermost inwards, that has any.</summary>
    private static string[] UserFrames(Exception exception)
    {
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            var frames = new StackTrace(current, fNeedFileInfo: true).GetFrames().Where(IsUsers).Select(Describe).Distinct().ToArray();
            if (frames.Length > 0) return frames;
        }

        return [];
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
