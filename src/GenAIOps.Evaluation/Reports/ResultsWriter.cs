using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Every row as a line of <c>results.jsonl</c>, in the set's order: one a row, arm and time that it was asked.</summary>
public static class ResultsWriter
{
    private const int FlushAt = 1 << 16;

    private static readonly JsonWriterOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Streams the rows into a file beside the named one, and puts it in place when it is complete.</summary>
    /// <returns>Lines written.</returns>
    public static int Write(string path, EvaluationReport report, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var lines = 0;
        ReportFile.Replace(path, stream =>
        {
            var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
            using var json = new Utf8JsonWriter(buffer, s_line);
            foreach (var (row, set, arm) in Rows(report))
            {
                cancellationToken.ThrowIfCancellationRequested();
                json.Reset(buffer);
                Write(json, row, set, arm);
                json.Flush();
                buffer.Write("\n"u8);
                lines++;
                if (buffer.WrittenCount < FlushAt) continue;
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }

            stream.Write(buffer.WrittenSpan);
        });
        return lines;
    }

    /// <summary>One line as an object.</summary>
    /// <param name="row">What came of a row, once.</param>
    /// <param name="set">Such as <c>golden</c> or <c>safety</c>.</param>
    /// <param name="arm"><c>candidate</c> or <c>baseline</c> (of several <c>baseline prod-eu</c>), or another name of who answered.</param>
    public static JsonObject Row(RowResult row, string set, string arm)
    {
        ArgumentNullException.ThrowIfNull(row);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_line))
        {
            Write(json, row, set, arm);
        }

        return JsonNode.Parse(buffer.WrittenSpan)!.AsObject();
    }

    private static IEnumerable<(RowResult Row, string Set, string Arm)> Rows(EvaluationReport report)
    {
        foreach (var row in report.Golden.Read()) yield return (row, "golden", "candidate");
        foreach (var row in report.Safety.Read()) yield return (row, "safety", "candidate");
        foreach (var baseline in report.Baselines)
        {
            foreach (var row in baseline.Run?.Read() ?? []) yield return (row, "golden", report.Baselines.Count > 1 ? $"baseline {baseline.Name}" : "baseline");
        }
    }

    private static void Write(Utf8JsonWriter json, RowResult row, string set, string arm)
    {
        json.WriteStartObject();
        Text(json, "id", row.Case.Id);
        Text(json, "set", set);
        Text(json, "arm", arm);
        json.WriteNumber("repeat", row.Repeat);
        json.WriteString("status", StatusText.Of(row.Status));
        Text(json, "query", row.Case.Query);
        Text(json, "response", row.Answer?.Text);
        Text(json, "ground_truth", row.Case.GroundTruth);
        Text(json, "category", row.Case.Category);
        if (row.Case.Strategy is { } strategy) Text(json, "strategy", strategy);
        Texts(json, "tags", row.Case.Tags);
        if (row.Case.Cluster is { } cluster) Text(json, "cluster", cluster);
        if (row.Case.IsCritical) json.WriteBoolean("critical", true);
        Scores(json, row.Scores);
        Texts(json, "reasons", row.Reasons);
        json.WriteNumber("latency_ms", Math.Round(row.Latency.TotalMilliseconds, 1));
        json.WriteNumber("attempts", row.Attempts);
        if (row.Answer is { } answer) Answer(json, answer);
        if (row.Judges is { } judges) Judges(json, judges);
        json.WriteEndObject();
    }

    private static void Judges(Utf8JsonWriter json, JudgeUsage judges)
    {
        json.WriteStartObject("judges");
        json.WriteNumber("calls", judges.Calls);
        json.WriteNumber("calls_without_usage", judges.CallsWithoutUsage);
        json.WriteNumber("cached", judges.Cached);
        json.WriteNumber("input_tokens", judges.InputTokens);
        json.WriteNumber("output_tokens", judges.OutputTokens);
        json.WriteEndObject();
    }

    private static void Answer(Utf8JsonWriter json, AgentAnswer answer)
    {
        json.WriteBoolean("answered", answer.Answered);
        Texts(json, "citations", answer.Citations);
        json.WriteNumber("input_tokens", answer.InputTokens);
        json.WriteNumber("output_tokens", answer.OutputTokens);
        if (answer.Model is { } model) Text(json, "model", model);
    }

    private static void Scores(Utf8JsonWriter json, IReadOnlyDictionary<string, double> scores)
    {
        json.WriteStartObject("scores");
        foreach (var (name, value) in scores)
        {
            // JSON knows no NaN and no infinity.
            if (double.IsFinite(value)) json.WriteNumber(WellFormed.Of(name), value);
        }

        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text) => json.WriteString(name, text is null ? null : WellFormed.Of(text));

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(WellFormed.Of(text));
        json.WriteEndArray();
    }
}
