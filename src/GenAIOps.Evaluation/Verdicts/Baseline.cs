using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>An agent that is live, as a candidate is compared with it.</summary>
/// <param name="Digest">Of its image.</param>
/// <param name="Environments">Where it is live; empty where nobody says.</param>
/// <param name="Run">Its answers to the candidate's questions; null: it was not asked.</param>
public sealed record Baseline(string Digest, IReadOnlyList<string> Environments, RunResult? Run)
{
    /// <summary>SHA-256 of its configuration; null where nobody says.</summary>
    public string? Configuration { get; init; }

    /// <summary>As reports tell it from others: where it is live.</summary>
    public string Name => string.Join(", ", Environments);

    /// <summary>As sentences name it, among all that a candidate is compared with.</summary>
    internal string Among(IReadOnlyList<Baseline> all) => all.Count == 1 ? "the released agent" : $"the released agent of {Name}";

    /// <summary>As findings name it; null where it is the only one.</summary>
    internal string? LabelAmong(IReadOnlyList<Baseline> all) => all.Count == 1 ? null : Name;
}
