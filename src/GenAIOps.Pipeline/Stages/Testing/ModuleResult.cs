namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>How a test module ended.</summary>
/// <param name="Module">Its name.</param>
/// <param name="Fingerprint">Of its inputs when it ran.</param>
/// <param name="Commit">The one that these inputs were of; null where they were of none.</param>
internal sealed record ModuleResult(string Module, string Fingerprint, int Passed, int Failed, int Skipped, DateTimeOffset FinishedAt, string? Commit)
{
    /// <summary>Whether it is of an earlier run, on the same inputs.</summary>
    public bool CarriedOver { get; init; }

    public bool Succeeded => Failed == 0;
}
