using System.Text.Json;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>Tools and their calls, in the forms of Foundry (<c>name</c>, <c>arguments</c>) and of OpenAI (<c>function</c>, arguments as JSON in a text).</summary>
internal static class ToolReader
{
    public static ToolDefinition Definition(RawValue value)
    {
        var tool = Function(value, "a tool definition");
        return new ToolDefinition(Text(tool, "name") ?? throw new RowException(value.Line, value.Column, "a tool definition has no name"), Text(tool, "description") ?? "", tool.TryGetProperty("parameters", out var parameters) && parameters.ValueKind != JsonValueKind.Null ? parameters : default);
    }

    public static ToolCall Call(RawValue value)
    {
        if (value.Value.ValueKind == JsonValueKind.String) return new ToolCall(value.Value.GetString()!, default);
        var call = Function(value, "a tool call");
        return new ToolCall(Text(call, "name") ?? throw new RowException(value.Line, value.Column, "a tool call has no name"), Arguments(call, value))
        {
            Id = Text(value.Value, "tool_call_id") ?? Text(value.Value, "id") ?? Text(value.Value, "call_id"),
        };
    }

    public static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static JsonElement Function(RawValue value, string what)
    {
        if (value.Value.ValueKind != JsonValueKind.Object) throw new RowException(value.Line, value.Column, $"{what} must be an object with a name");
        return value.Value.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object ? function
            : value.Value.TryGetProperty("tool_call", out var nested) && nested.ValueKind == JsonValueKind.Object ? Function(value with { Value = nested }, what)
            : value.Value;
    }

    private static JsonElement Arguments(JsonElement call, RawValue at)
    {
        if (!call.TryGetProperty("arguments", out var arguments) && !call.TryGetProperty("input", out arguments)) return default;
        if (arguments.ValueKind == JsonValueKind.Null) return default;
        if (arguments.ValueKind != JsonValueKind.String) return arguments;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(arguments.GetString()!);
        }
        catch (JsonException)
        {
            throw new RowException(at.Line, at.Column, $"the arguments of tool call '{Text(call, "name")}' are a text that is no JSON");
        }
    }
}
