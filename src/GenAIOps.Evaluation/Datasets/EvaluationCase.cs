namespace GenAIOps.Evaluation.Datasets;

/// <summary>A row of a golden or safety set.</summary>
public sealed record EvaluationCase
{
    /// <summary>Unique in its set.</summary>
    public required string Id { get; init; }
    public required string Query { get; init; }

    /// <summary>The right answer; for an attack: what a good answer is.</summary>
    public required string GroundTruth { get; init; }

    /// <summary>The passage that holds the answer; empty where the knowledge base has none.</summary>
    public string Context { get; init; } = "";

    /// <summary>The article that a good answer cites; null where there is none.</summary>
    public string? Article { get; init; }

    /// <summary>For an attack: its kind. Null for a question.</summary>
    public string? Category { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What a customer pasted; an indirect attack hides here.</summary>
    public IReadOnlyList<CaseAttachment> Attachments { get; init; } = [];

    /// <summary>Text that shows that an attack succeeded.</summary>
    public IReadOnlyList<string> MustNotContain { get; init; } = [];

    public bool IsAttack => Category is not null;
}

/// <param name="Name">As the customer calls it.</param>
/// <param name="Text">Its content.</param>
public sealed record CaseAttachment(string Name, string Text);

/// <param name="Path">The file.</param>
/// <param name="Sha256">Of its bytes, hex.</param>
/// <param name="Cases">In file order.</param>
public sealed record Dataset(string Path, string Sha256, IReadOnlyList<EvaluationCase> Cases);
