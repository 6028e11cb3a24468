namespace GenAIOps.Pipeline;

/// <summary>What <c>Provision</c> did.</summary>
/// <param name="Difference">The hash of what it found to differ, as <c>--apply-plan</c> takes it.</param>
/// <param name="Written">Resources that were made or changed.</param>
/// <param name="Kept">Settings of others that stay.</param>
public sealed record ProvisionResult(string Difference, int Written, int Kept);
