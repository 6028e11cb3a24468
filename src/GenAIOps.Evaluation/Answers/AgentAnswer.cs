using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Answers;

/// <summary>What an agent answered.</summary>
/// <param name="Text">The answer.</param>
public sealed record AgentAnswer(string Text)
{
    /// <summary>False where it abstained or refused.</summary>
    public bool Answered { get; init; } = true;

    /// <summary>Ids of the documents that it names.</summary>
    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>What it was given to answer from, best first.</summary>
    public IReadOnlyList<Passage> Context { get; init; } = [];

    /// <summary>The calls that it made, in order.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>As the model counts.</summary>
    public long InputTokens { get; init; }

    /// <summary>As the model counts.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The deployment that answered; null where nobody says.</summary>
    public string? Model { get; init; }
}
