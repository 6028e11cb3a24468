using System.Globalization;
using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Sessions;
using Nuke.Common.Targets;

namespace Nuke.Common.Execution;

/// <summary>Writes <c>artifacts/pipeline.json</c>.</summary>
internal static class PipelineReport
{
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
                json.WriteString("status", target.StatusText);
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
