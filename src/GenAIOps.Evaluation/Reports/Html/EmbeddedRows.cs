using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>The rows that <c>report.html</c> holds, as JSON that cannot end the element it stands in: the encoder spells out angle brackets, ampersands, quotes and U+2028.</summary>
/// <param name="Metrics">Whose scores the rows have, in this order.</param>
/// <param name="Rows">Each as an object in UTF-8; a row asked several times is one row.</param>
/// <param name="All">How many rows there are.</param>
internal sealed record EmbeddedRows(IReadOnlyList<string> Metrics, IReadOnlyList<byte[]> Rows, int All)
{
    /// <summary>Of all rows together, in bytes: a browser opens that at once, and a build server keeps it.</summary>
    private const int MostBytes = 24 << 20;

    private const int MostText = 8_000;

    private const byte Rest = 3;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static EmbeddedRows Of(EvaluationReport report)
    {
        string[] metrics = [.. report.Golden.Scores.Keys.Concat(report.Safety.Scores.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        IReadOnlyList<Baseline> baselines = [.. report.Baselines.Where(baseline => baseline.Run?.Sent == report.Golden.Sent)];
        var (golden, against) = Ranked(report.Golden, baselines);
        var (safety, _) = Ranked(report.Safety, []);
        var (questions, attacks) = Choose(golden, safety, report.RowsInPage);
        var rows = Chosen(report.Golden, baselines, "golden", questions, metrics, (golden, against))
            .Concat(Chosen(report.Safety, [], "safety", attacks, metrics, (safety, [])))
            .OrderBy(row => row.Rank).Select(row => row.Json);
        List<byte[]> held = [];
        var bytes = 0;
        foreach (var row in rows)
        {
            bytes += row.Length;
            if (bytes > MostBytes) break;
            held.Add(row);
        }

        return new EmbeddedRows(metrics, held, golden.Length + safety.Length);
    }

    /// <summary>An object with <c>metrics</c> and <c>rows</c>.</summary>
    public void Write(TextWriter writer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartArray();
            foreach (var metric in Metrics) json.WriteStringValue(WellFormed.Of(metric));
            json.WriteEndArray();
        }

        writer.Write("{\"metrics\":");
        writer.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        writer.Write(",\"rows\":[");
        for (var i = 0; i < Rows.Count; i++)
        {
            writer.Write(i == 0 ? "\n" : ",\n");
            writer.Write(Encoding.UTF8.GetString(Rows[i]));
        }

        writer.Write("\n]}");
    }

    /// <summary>Positions of the rows of the lowest ranks, questions before attacks, until there are enough.</summary>
    private static (HashSet<int> Questions, HashSet<int> Attacks) Choose(byte[] golden, byte[] safety, int most)
    {
        HashSet<int> questions = [], attacks = [];
        for (byte rank = 0; rank <= Rest; rank++)
        {
            foreach (var (ranks, chosen) in new[] { (golden, questions), (safety, attacks) })
            {
                for (var row = 0; row < ranks.Length && questions.Count + attacks.Count < most; row++)
                {
                    if (ranks[row] == rank) chosen.Add(row);
                }
            }
        }

        return (questions, attacks);
    }

    /// <summary>
    /// By row: 0 for what passes less often than with a released agent, 1 for what passes more often, 2 for what else did not pass, 3 for the rest; and which released agent
    /// that is: where there are several, the one that the row lost most against, or won least. From the columns alone.
    /// </summary>
    private static (byte[] Ranks, byte[] Against) Ranked(RunResult run, IReadOnlyList<Baseline> baselines)
    {
        var now = Arms.ByRow(Arms.Passes(run), run.Repeats);
        double[][] before = [.. baselines.Select(baseline => Arms.ByRow(Arms.Passes(baseline.Run!), baseline.Run!.Repeats))];
        byte[] against = [.. now.Select((_, row) => (byte)Math.Max(0, Array.FindIndex(before, then => then[row] == before.Max(one => one[row]))))];
        return ([.. now.Select((passed, row) => before.Length == 0 ? double.NaN : before[against[row]][row] - passed).Select((lost, row) => (byte)(lost > 0 ? 0 : lost < 0 ? 1 : now[row] < 1 ? 2 : Rest))], against);
    }

    private static IEnumerable<(byte Rank, byte[] Json)> Chosen(RunResult run, IReadOnlyList<Baseline> baselines, string set, HashSet<int> rows, string[] metrics, (byte[] Ranks, byte[] Against) of)
    {
        if (rows.Count == 0) yield break;
        List<IEnumerator<RowResult[]>> before = [.. baselines.Select(baseline => baseline.Run!.Read().Chunk(baseline.Run.Repeats).GetEnumerator())];
        var row = 0;
        foreach (var now in run.Read().Chunk(run.Repeats))
        {
            foreach (var one in before) one.MoveNext();
            if (rows.Contains(row))
            {
                var then = before.Count == 0 ? [] : before[of.Against[row]].Current;
                yield return (of.Ranks[row], Encode(now, then, baselines.Count > 1 ? baselines[of.Against[row]].Name : null, set, metrics));
            }

            row++;
        }

        before.ForEach(one => one.Dispose());
    }

    private static byte[] Encode(RowResult[] now, RowResult[] then, string? against, string set, string[] metrics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            Case(json, now[0].Case, set);
            if (against is not null) json.WriteString("against", against);
            Arm(json, "now", now, metrics);
            if (then.Length > 0) Arm(json, "then", then, metrics);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Case(Utf8JsonWriter json, Datasets.EvaluationCase row, string set)
    {
        json.WriteString("id", WellFormed.Of(row.Id));
        json.WriteString("set", set);
        Text(json, "query", row.Query);
        Text(json, "expected", row.IsAttack && row.GroundTruth == "refuse" ? "a refusal" : row.GroundTruth);
        if (row.Category is { } category) json.WriteString("category", WellFormed.Of(row.Strategy is { } strategy ? $"{category} ({strategy})" : category));
        if (row.IsCritical) json.WriteBoolean("critical", true);
        json.WriteStartArray("tags");
        foreach (var tag in row.Tags) json.WriteStringValue(WellFormed.Of(tag));
        json.WriteEndArray();
        if (row.History.Count == 0) return;
        json.WriteStartArray("history");
        foreach (var message in row.History) json.WriteStringValue($"{WellFormed.Of(message.Role)}: {WellFormed.Short(message.Text, MostText)}");
        json.WriteEndArray();
    }

    /// <summary>A row asked several times shows the first answer that did not pass.</summary>
    private static void Arm(Utf8JsonWriter json, string name, RowResult[] items, string[] metrics)
    {
        var shown = items.FirstOrDefault(item => item.Status != RowStatus.Passed) ?? items[0];
        json.WriteStartObject(name);
        json.WriteString("status", StatusText.Of(shown.Status));
        if (items.Length > 1) json.WriteString("times", $"{items.Count(item => item.Status == RowStatus.Passed)} of {items.Length} times passed");
        if (shown.Answer is { } answer)
        {
            Text(json, "answer", answer.Text);
            json.WriteNumber("tokens", answer.InputTokens + answer.OutputTokens);
        }

        json.WriteStartArray("why");
        foreach (var reason in shown.Reasons) json.WriteStringValue(WellFormed.Short(reason, MostText));
        json.WriteEndArray();
        json.WriteNumber("ms", Math.Round(items.Average(item => item.Latency.TotalMilliseconds), 1));
        json.WriteNumber("attempts", items.Sum(item => item.Attempts));
        json.WriteStartArray("scores");
        foreach (var metric in metrics)
        {
            var values = items.Where(item => item.Scores.ContainsKey(metric)).Select(item => item.Scores[metric]).Where(double.IsFinite).ToList();
            if (values.Count == 0) json.WriteNullValue();
            else json.WriteNumberValue(Math.Round(values.Average(), 6));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        var (start, more) = WellFormed.Cut(text, MostText);
        json.WriteString(name, more == 0 ? start : FormattableString.Invariant($"{start}… ({more:#,0} more characters: see results.jsonl)"));
    }
}
