using System.Text;
using System.Text.Json;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>Messages in the forms of Foundry (parts of type text, tool_call, tool_result) and of OpenAI (content, tool_calls).</summary>
internal static class MessageReader
{
    private static readonly string[] s_roles = ["system", "developer", "user", "assistant", "tool"];

    public static Conversation Read(IReadOnlyList<RawValue> list)
    {
        List<CaseMessage> messages = [.. list.Select(Message)];
        var last = messages.FindLastIndex(message => message.Role == "user");
        var after = messages.Skip(last + 1).Where(message => message.Role == "assistant").ToList();
        return new Conversation(
            last < 0 ? null : messages[last].Text,
            last < 0 ? [] : messages[..last],
            after.LastOrDefault(message => message.Text.Length > 0)?.Text,
            after.Count == 0 ? null : [.. after.SelectMany(message => message.ToolCalls)]);
    }

    private static CaseMessage Message(RawValue value)
    {
        if (value.Value.ValueKind != JsonValueKind.Object) throw Wrong(value, "a message must be an object with role and content");
        var role = ToolReader.Text(value.Value, "role") ?? throw Wrong(value, "a message has no role");
        if (!s_roles.Contains(role)) throw Wrong(value, $"a message has the role '{role}', and must have one of {string.Join(", ", s_roles)}");
        StringBuilder text = new();
        List<ToolCall> calls = [];
        if (value.Value.TryGetProperty("content", out var content)) Content(value with { Value = content }, text, calls);
        if (value.Value.TryGetProperty("tool_calls", out var made) && made.ValueKind == JsonValueKind.Array) calls.AddRange(made.EnumerateArray().Select(call => ToolReader.Call(value with { Value = call })));
        return new CaseMessage(role, text.ToString()) { ToolCalls = calls, ToolCallId = ToolReader.Text(value.Value, "tool_call_id") ?? AnsweredCall(content) };
    }

    /// <summary>Foundry names the call in the part that holds the result.</summary>
    private static string? AnsweredCall(JsonElement content) => content.ValueKind != JsonValueKind.Array ? null
        : content.EnumerateArray().Where(part => ToolReader.Text(part, "type") is "tool_result" or "function_call_output").Select(part => ToolReader.Text(part, "tool_call_id") ?? ToolReader.Text(part, "call_id")).FirstOrDefault(id => id is not null);

    private static void Content(RawValue content, StringBuilder text, List<ToolCall> calls)
    {
        switch (content.Value.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(content.Value.GetString());
                break;
            case JsonValueKind.Array:
                foreach (var part in content.Value.EnumerateArray()) Part(content with { Value = part }, text, calls);
                break;
            case JsonValueKind.Null:
                break;
            default:
                throw Wrong(content, "a message's content must be a text or a list of parts");
        }
    }

    private static void Part(RawValue part, StringBuilder text, List<ToolCall> calls)
    {
        switch (ToolReader.Text(part.Value, "type"))
        {
            case "text" or "input_text" or "output_text":
                if (text.Length > 0) text.Append('\n');
                text.Append(ToolReader.Text(part.Value, "text"));
                break;
            case "tool_call" or "function_call":
                calls.Add(ToolReader.Call(part));
                break;
            case "tool_result" or "function_call_output":
                if (part.Value.TryGetProperty("tool_result", out var result) || part.Value.TryGetProperty("output", out result)) text.Append(result.ValueKind == JsonValueKind.String ? result.GetString() : result.GetRawText());
                break;
            case var type:
                throw Wrong(part, $"a message has a part of type '{type ?? "none"}'; text, input_text, output_text, tool_call and tool_result are read");
        }
    }

    private static RowException Wrong(RawValue at, string message) => new(at.Line, at.Column, message);
}
