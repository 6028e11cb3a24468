using System.Text.Json.Nodes;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace GenAIOps.Cake;

/// <summary>Runs one stage, with its log lines on Cake's log.</summary>
internal static class StageRun
{
    private const int Cancelled = 130;

    /// <returns>The root folder.</returns>
    /// <exception cref="CakeException">The stage did not end well; it has the stage's exit code and its one line.</exception>
    public static string Run(ICakeContext context, GenAIOpsSettings settings, string stage, IReadOnlyList<string> options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        var root = (settings.Root ?? context.Environment.WorkingDirectory).MakeAbsolute(context.Environment).FullPath;
        StageLog log = new(context.Log);
        using CancellationTokenSource interrupt = new();
        ConsoleCancelEventHandler cancel = (_, e) =>
        {
            // The stage puts things in order; then Cake ends.
            e.Cancel = true;
            interrupt.Cancel();
        };
        Console.CancelKeyPress += cancel;
        try
        {
            var code = IsolatedPipeline.RunAsync(root, [stage, "--skip", "--json", .. settings.Options(), .. options], Agent(context, settings, root), log.Write, interrupt.Token).GetAwaiter().GetResult();
            return code == 0 ? root : throw new CakeException(code, code == Cancelled ? $"{stage} was cancelled." : log.Cause ?? $"{stage} ended with exit code {code}.");
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }

    private static Dictionary<string, string> Agent(ICakeContext context, GenAIOpsSettings settings, string root)
    {
        if (settings.Name.Length == 0 || settings.Title.Length == 0 || settings.Solution.FullPath.Length == 0)
            throw new CakeException(2, "GenAIOpsSettings needs Name, Title and Solution. Nothing has run. Set them, such as new GenAIOpsSettings { Name = \"support-agent\", Title = \"SupportAgent\", Solution = \"Agent.sln\" }.");
        DirectoryPath folder = root;
        return new Dictionary<string, string>
        {
            ["name"] = settings.Name,
            ["title"] = settings.Title,
            ["project"] = settings.Project.MakeAbsolute(folder).FullPath,
            ["solution"] = settings.Solution.MakeAbsolute(folder).FullPath,
            ["emulator"] = settings.EmulatorBinaries.MakeAbsolute(folder).FullPath,
            ["tests"] = string.Join('\n', settings.Tests),
        };
    }

    /// <summary>Takes the engine's events (docs/events.md).</summary>
    private sealed class StageLog(ICakeLog log)
    {
        private string? _lastError;

        /// <summary>Why it ended badly, in one line.</summary>
        public string? Cause { get; private set; }

        public void Write(string line)
        {
            var json = JsonNode.Parse(line)!;
            var message = (string?)json["message"] ?? "";
            switch ((string?)json["event"], (string?)json["level"])
            {
                case ("log", "error"):
                    _lastError ??= message;
                    log.Error("{0}", message);
                    break;
                case ("log", "warning"):
                    log.Warning("{0}", message);
                    break;
                case ("log", "debug") or ("target.progress", _):
                    log.Verbose("{0}", message);
                    break;
                case ("log", _):
                    log.Information("{0}", message);
                    break;
                case ("target.ended", _) when (string?)json["status"] is not "Skipped":
                    foreach (var (key, value) in json["summary"]!.AsObject().Where(x => x.Key is not "Cause")) log.Information("{0}: {1}", key, (string?)value);
                    break;
                case ("build.ended", _):
                    Cause = (string?)json["cause"];
                    break;
            }

            Cause ??= _lastError;
        }
    }
}
