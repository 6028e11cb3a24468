using System.Linq.Expressions;
using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Sessions;

namespace Nuke.Embedded.Tests;

/// <summary>A build folder of its own, in which builds run in this process as they would in theirs.</summary>
internal sealed class World : IDisposable
{
    /// <summary>As a build's own process has it: what targets print reaches the run's output.</summary>
    static World() => Console.SetOut(new ConsoleWriter(Console.Out));

    public World() => (Root / ".nuke").CreateDirectory();

    public AbsolutePath Root { get; } = AbsolutePath.Create(Directory.CreateTempSubdirectory("nuke-embedded-").FullName);
    public Dictionary<string, string> Variables { get; } = [];
    public CancellationTokenSource Interrupt { get; } = new();
    public StringWriter Out { get; } = new();

    /// <summary>Takes the output in place of <see cref="Out"/>.</summary>
    public TextWriter? Listener { get; set; }
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);
    public bool IsTerminal { get; set; }
    public string? WorkingDirectory { get; set; }
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public World With(string file, string text)
    {
        (Root / file).WriteAllText(text);
        return this;
    }

    /// <summary>An executable shell script.</summary>
    public AbsolutePath WithScript(string file, string text)
    {
        var path = With(file, "#!/bin/sh\n" + text).Root / file;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    public async Task<Result> RunAsync<T>(string arguments = "", params Expression<Func<T, Target>>[] defaults)
        where T : NukeBuild, new()
    {
        var run = BuildManager.Create(
            new BuildEnvironment
            {
                Arguments = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Variables = Variables,
                WorkingDirectory = WorkingDirectory ?? Root,
                Out = TextWriter.Synchronized(Listener ?? Out),
                IsTerminal = IsTerminal,
                Interrupt = Interrupt.Token,
                StopGrace = StopGrace,
                Time = Time,
            },
            defaults);
        var before = Out.ToString().Length;
        var exitCode = await Task.Run(() => run.RunAsync());
        return new Result(exitCode, Out.ToString()[before..], (NukeBuild?)run.Build, Root);
    }

    /// <summary>The logs of all runs so far.</summary>
    public IReadOnlyList<AbsolutePath> Logs => [.. (Root / ".nuke" / "temp" / "logs").GlobFiles("*.log").OrderBy(x => x.Name, StringComparer.Ordinal)];

    /// <summary>What the newest log holds by now; empty without one.</summary>
    public string Log()
    {
        if (Logs is not [.., var newest]) return "";
        using StreamReader reader = new(new FileStream(newest, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    public void Dispose()
    {
        Interrupt.Dispose();
        Out.Dispose();
        Root.DeleteDirectory();
    }
}

internal sealed record Result(int ExitCode, string Output, NukeBuild? Build, AbsolutePath Root)
{
    /// <summary>What the targets logged as <c>ran …</c>, in order.</summary>
    public string Ran => string.Join(' ', Output.Split('\n').Where(x => x.StartsWith("  ran ", StringComparison.Ordinal)).Select(x => x[6..].Trim()));

    public string LastLine => Output.TrimEnd().Split('\n')[^1];

    public AbsolutePath ReportFile => Root / "artifacts" / "pipeline.json";

    public JsonElement Report
    {
        get
        {
            using var document = JsonDocument.Parse(ReportFile.ReadAllText());
            return document.RootElement.Clone();
        }
    }

    public string StatusOf(string target) => Build!.ExecutionPlan.Single(x => x.Name == target).Status.ToString();
}
