using GenAIOps.Delivery.Releases;

namespace GenAIOps.Pipeline;

/// <summary>How a release ended: Released, or Unchanged where the revision was live already. With any other outcome the target fails.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Environment">Its name.</param>
/// <param name="Outcome">How.</param>
/// <param name="FromRevision">What served before; null for nothing.</param>
/// <param name="ToRevision">What serves now.</param>
/// <param name="RequestsSent">Probes, while traffic moved.</param>
/// <param name="RequestsFailed">Of these.</param>
public sealed record ReleasedAgent(string Agent, string Environment, ReleaseOutcome Outcome, string? FromRevision, string ToRevision, int RequestsSent, int RequestsFailed);
