using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluators.Judges;

/// <summary>
/// Writes what is under judgement as data. Each text is a JSON string, so a quotation mark or a new line in it ends nothing; and the object stands
/// between two lines that carry a hash of it, which no text can contain, since it would have to contain its own hash.
/// </summary>
internal static class MaterialJson
{
    // Letters of every language stay readable; quotes, backslashes and control characters are escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = false };

    /// <summary>One line of JSON with what the judge is shown, and nothing else.</summary>
    public static string Of(JudgeMaterial material, JudgeInputs shown) => Write(json =>
    {
        Question(json, material, shown);
        Answer(json, material, shown);
    });

    /// <summary>The same for two answers to one question.</summary>
    public static string Of(JudgeMaterial first, JudgeMaterial second, JudgeInputs shown) => Write(json =>
    {
        Question(json, first, shown & ~JudgeInputs.Context);
        foreach (var (name, material) in new[] { ("first", first), ("second", second) })
        {
            json.WriteStartObject(name);
            Answer(json, material, shown);
            Context(json, material, shown);
            json.WriteEndObject();
        }
    });

    /// <summary>The object between its two marks, the form in which a judge is shown it.</summary>
    public static string Between(string json)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 12));
        return $"BEGIN MATERIAL {mark}\n{json}\nEND MATERIAL {mark}";
    }

    private static string Write(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Question(Utf8JsonWriter json, JudgeMaterial material, JudgeInputs shown)
    {
        if (shown.HasFlag(JudgeInputs.History) && material.History.Count > 0)
        {
            json.WriteStartArray("history");
            foreach (var message in material.History)
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role);
                json.WriteString("text", message.Text);
                Calls(json, message.ToolCalls);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (shown.HasFlag(JudgeInputs.Query))
        {
            json.WriteString("query", material.Query);
            Each(json, "attachments", material.Attachments, attachment =>
            {
                json.WriteString("name", attachment.Name);
                json.WriteString("text", attachment.Text);
            });
        }

        if (shown.HasFlag(JudgeInputs.Tools))
        {
            Each(json, "tool_definitions", material.ToolDefinitions, tool => Tool(json, tool));
        }

        if (shown.HasFlag(JudgeInputs.GroundTruth) && material.GroundTruth.Length > 0)
        {
            json.WriteString("ground_truth", material.GroundTruth);
        }

        Context(json, material, shown);
    }

    private static void Answer(Utf8JsonWriter json, JudgeMaterial material, JudgeInputs shown)
    {
        if (shown.HasFlag(JudgeInputs.Tools))
        {
            Calls(json, material.ToolCalls);
        }

        if (shown.HasFlag(JudgeInputs.Response))
        {
            json.WriteString("response", material.Response);
        }
    }

    private static void Context(Utf8JsonWriter json, JudgeMaterial material, JudgeInputs shown)
    {
        if (shown.HasFlag(JudgeInputs.Context))
        {
            Each(json, "context", material.Context, passage =>
            {
                if (passage.Id.Length > 0)
                {
                    json.WriteString("id", passage.Id);
                }

                json.WriteString("text", passage.Text);
            });
        }
    }

    private static void Tool(Utf8JsonWriter json, ToolDefinition tool)
    {
        json.WriteString("name", tool.Name);
        json.WriteString("description", tool.Description);
        Raw(json, "parameters", tool.Parameters);
    }

    private static void Calls(Utf8JsonWriter json, IReadOnlyList<ToolCall> calls) => Each(json, "tool_calls", calls, call =>
    {
        json.WriteString("name", call.Name);
        Raw(json, "arguments", call.Arguments);
    });

    private static void Raw(Utf8JsonWriter json, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    private static void Each<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
