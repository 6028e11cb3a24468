using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>A variant's answers.</summary>
public sealed record VariantRun(string Name, RunResult Run);
