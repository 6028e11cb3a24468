namespace GenAIOps.Evaluation.Datasets;

/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">What was said; for a tool: its result.</param>
public sealed record CaseMessage(string Role, string Text)
{
    /// <summary>Calls that an assistant's message made.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>For a tool's message: the call that it answers.</summary>
    public string? ToolCallId { get; init; }
}
