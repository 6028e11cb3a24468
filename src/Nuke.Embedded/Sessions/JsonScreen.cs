using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nuke.Common.Execution;
using Nuke.Common.Targets;

namespace Nuke.Common.Sessions;

/// <summary>What <c>--json</c> prints: one JSON object a line, as it happens; docs/events.md says what is in them.</summary>
internal sealed class JsonScreen(TextWriter writer, TimeProvider time) : IScreen
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsForPeople => false;

    public string Inert(string line) => line;

    public void WriteLine(string line, Tone tone, string? target) => Write("log", json =>
    {
        if (target is not null) json.WriteString("target", target);
        json.WriteString("level", tone switch { Tone.Bad => "error", Tone.Warning => "warning", Tone.Dim => "debug", _ => "information" });
        json.WriteString("message", line);
    });

    public void Begin(string target) => Write("target.started", json => json.WriteString("target", target));

    public void Progress(string target, string text) => Write("target.progress", json =>
    {
        json.WriteString("target", target);
        json.WriteString("message", text);
    });

    public void Heartbeat(IReadOnlyList<TargetAtWork> targets) => Write("heartbeat", json =>
    {
        json.WriteStartArray("targets");
        foreach (var target in targets)
        {
            json.WriteStartObject();
            json.WriteString("target", target.Name);
            json.WriteNumber("seconds", Math.Round(target.Elapsed.TotalSeconds, 3));
            if (target.Progress.Length > 0) json.WriteString("message", target.Progress);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public void End(ExecutableTarget target, SecretMask secrets) => Write("target.ended", json =>
    {
        json.WriteString("target", target.Name);
        json.WriteString("status", target.StatusText);
        json.WriteNumber("seconds", Math.Round(target.Duration.TotalSeconds, 3));
        json.WriteStartObject("summary");
        foreach (var (key, value) in target.SummaryInformation) json.WriteString(secrets.Apply(key), secrets.Apply(value ?? ""));
        json.WriteEndObject();
    });

    public void Finish(BuildOutcome outcome, SecretMask secrets) => Write("build.ended", json =>
    {
        json.WriteString("status", outcome.Status);
        json.WriteNumber("exit_code", outcome.ExitCode);
        json.WriteNumber("seconds", Math.Round(outcome.Elapsed.TotalSeconds, 3));
        if (outcome.Cause is { } cause) json.WriteString("cause", secrets.Apply(cause));
        if (outcome.Log is { } log) json.WriteString("log", log);
    });

    public void Dispose() => writer.Flush();

    private void Write(string name, Action<Utf8JsonWriter> content)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("event", name);
            content(json);
            json.WriteEndObject();
        }

        writer.WriteLine(UntrustedText.WithoutCommandsInJson(Encoding.UTF8.GetString(buffer.WrittenSpan)));
    }
}
