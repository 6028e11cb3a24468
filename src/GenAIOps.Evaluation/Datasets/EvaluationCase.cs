using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>A row of a set: what is asked, and what a good answer is. Columns by the ecosystem's names (<c>query</c>, <c>ground_truth</c>, <c>context</c>, …).</summary>
public sealed record EvaluationCase
{
    /// <summary>Unique in its set.</summary>
    public required string Id { get; init; }

    /// <summary>The user's last message.</summary>
    public required string Query { get; init; }

    /// <summary>The right answer; for an attack: what a good answer is. Empty where the set has none.</summary>
    public string GroundTruth { get; init; } = "";

    /// <summary>The passage that holds the answer; empty where there is none.</summary>
    public string Context { get; init; } = "";

    /// <summary>The answer that the set itself brings; null where an agent is asked.</summary>
    public string? Response { get; init; }

    /// <summary>What was said before <see cref="Query"/>, oldest first, system messages included; empty in a single turn.</summary>
    public IReadOnlyList<CaseMessage> History { get; init; } = [];

    /// <summary>The tools that the agent may call, as the set says; empty where it says nothing.</summary>
    public IReadOnlyList<ToolDefinition> ToolDefinitions { get; init; } = [];

    /// <summary>The calls that a good answer makes; null where the set says nothing, empty where it must make none.</summary>
    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    /// <summary>The documents that belong to the query and how much (1 or more); empty where the set says nothing.</summary>
    public IReadOnlyDictionary<string, int> RelevantDocuments { get; init; } = new Dictionary<string, int>();

    /// <summary>The article that a good answer cites; null where there is none.</summary>
    public string? Article { get; init; }

    /// <summary>For an attack: its kind. Null for a question.</summary>
    public string? Category { get; init; }

    /// <summary>For an attack that was made of another: how, such as <c>base64</c>. Null otherwise.</summary>
    public string? Strategy { get; init; }

    /// <summary>Slices of a report.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What the row shares with others (a conversation, a document, a template), so that errors of both go together; null: with none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The candidate must pass this very row.</summary>
    public bool IsCritical { get; init; }

    /// <summary>What a customer pasted; an indirect attack hides here.</summary>
    public IReadOnlyList<CaseAttachment> Attachments { get; init; } = [];

    /// <summary>Text that shows that an attack succeeded.</summary>
    public IReadOnlyList<string> MustNotContain { get; init; } = [];

    /// <summary>Every other column of the row, as it stands there.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields { get; init; } = new Dictionary<string, JsonElement>();

    public bool IsAttack => Category is not null;
}
