using System.Globalization;
using System.Text.Json;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>How a run ended, for the summary's last line and for machines.</summary>
internal sealed record BuildOutcome
{
    /// <summary>Succeeded, Failed or Cancelled.</summary>
    public required string Status { get; init; }
    public required int ExitCode { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The target, or the hook, that failed first; null if nothing did.</summary>
    public string? FailedIn { get; init; }

    /// <summary>The file with all that the run said; null if it could not be written.</summary>
    public string? Log { get; init; }

    /// <summary>The first thing that went wrong, in one line; null if nothing did.</summary>
    public string? Cause { get; init; }
}

/// <summary>Writes <c>artifacts/pipeline.json</c>.</summary>
internal static class PipelineReport
{
    public static string StatusOf(ExecutableTarget target) => target.Status switch
    {
        ExecutionStatus.Succeeded when target.Cached is not null => "Cached",
        ExecutionStatus.Collective => nameof(ExecutionStatus.Succeeded),
        var status => status.ToString(),
    };

    /// <summary>Replaces the file in one step, so that a reader sees the old report or the new one.</summary>
    public static void Write(AbsolutePath root, BuildOutcome outcome, IEnumerable<ExecutableTarget> plan, SecretMask secrets)
    {
        var path = root / "artifacts" / "pipeline.json";
        var draft = path.Parent / $".pipeline.{Environment.ProcessId}.tmp";
        path.Parent.CreateDirectory();
        try
        {
            File.WriteAllBytes(draft, Json(outcome, plan, secrets));
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            draft.DeleteFile();
            throw;
        }
    }

    private static byte[] Json(BuildOutcome outcome, IEnumerable<ExecutableTarget> plan, SecretMask secrets)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", 1);
            json.WriteString("status", outcome.Status);
            json.WriteNumber("exit_code", outcome.ExitCode);
            json.WriteString("started_at", Time(outcome.StartedAt));
            json.WriteNumber("seconds", Seconds(outcome.Elapsed));
            json.WriteStartArray("targets");
            var critical = CriticalPath.Of([.. plan]);
            foreach (var target in plan)
            {
                json.WriteStartObject();
                json.WriteString("name", target.Name);
                json.WriteString("status", StatusOf(target));
                json.WriteNumber("seconds", Seconds(target.Duration));
                json.WriteBoolean("cached", target.Cached is not null);
                if (target.Started is { } start) json.WriteString("started_at", Time(start));
                json.WriteBoolean("critical_path", critical.Contains(target));
                json.WriteStartObject("summary");
                foreach (var (key, value) in target.SummaryInformation) json.WriteString(secrets.Apply(key), secrets.Apply(value ?? ""));
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
