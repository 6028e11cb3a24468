namespace GenAIOps.Evaluation.Datasets;

/// <summary>A conversation of a row.</summary>
/// <param name="Query">The last message of the user; null where there is none.</param>
/// <param name="History">What was said before it.</param>
/// <param name="Response">What the assistant said after it; null where it said nothing.</param>
/// <param name="ToolCalls">The calls that the assistant made after it; null where it said nothing.</param>
internal sealed record Conversation(string? Query, IReadOnlyList<CaseMessage> History, string? Response, IReadOnlyList<ToolCall>? ToolCalls);
