using GenAIOps.Azure.ContainerApps;

namespace GenAIOps.Delivery.Releases;

/// <summary>Where revisions run. Every operation is idempotent and returns when the host has done it.</summary>
public interface IReleaseHost
{
    Task<Observed> ObserveAsync(CancellationToken cancellationToken);

    /// <summary>Makes the desired revision under the given traffic, and writes down who was live before.</summary>
    Task CreateAsync(Desired desired, IReadOnlyList<TrafficWeight> traffic, string? previous, CancellationToken cancellationToken);

    Task SetTrafficAsync(IReadOnlyList<TrafficWeight> traffic, CancellationToken cancellationToken);

    Task ActivateAsync(string revision, CancellationToken cancellationToken);

    /// <summary>Answers in flight finish before the revision stops.</summary>
    Task DeactivateAsync(string revision, CancellationToken cancellationToken);
}

/// <param name="Sent">Requests sent.</param>
/// <param name="Failed">Requests without a good answer.</param>
/// <param name="Fault">The first fault, in words; null if there was none.</param>
public sealed record ProbeResult(int Sent, int Failed, string? Fault);

/// <summary>Asks as a user would.</summary>
public interface IProbe
{
    /// <param name="host">Of the app, or of one revision.</param>
    /// <param name="expectedDigest">The image that must answer; null where any may.</param>
    /// <param name="requests">How many.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    Task<ProbeResult> ProbeAsync(string host, string? expectedDigest, int requests, CancellationToken cancellationToken);
}
