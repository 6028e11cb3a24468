namespace GenAIOps.Delivery.Releases;

/// <summary>Where revisions run. Every operation is idempotent and returns when the host has done it, or has given up on the revision: the next look tells.</summary>
/// <remarks>What changes traffic is decided on a look, and throws <see cref="StaleObservationException"/> where somebody has changed the app since.</remarks>
public interface IReleaseHost
{
    Task<Observed> ObserveAsync(CancellationToken cancellationToken);

    /// <summary>Makes the desired revision under the given traffic, and writes down who was live before.</summary>
    /// <returns>What others set and the revision has too, in words.</returns>
    Task<IReadOnlyList<string>> CreateAsync(Desired desired, IReadOnlyList<TrafficShare> traffic, Observed seen, CancellationToken cancellationToken);

    Task SetTrafficAsync(IReadOnlyList<TrafficShare> traffic, Observed seen, CancellationToken cancellationToken);

    Task ActivateAsync(string revision, CancellationToken cancellationToken);

    /// <summary>Answers in flight finish before the revision stops.</summary>
    /// <exception cref="RevisionInUseException">The host does not stop it.</exception>
    Task DeactivateAsync(string revision, CancellationToken cancellationToken);
}

/// <summary>Somebody has changed the app since it was looked at; nothing was changed.</summary>
public sealed class StaleObservationException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The host does not stop a revision that users would reach; it runs on.</summary>
public sealed class RevisionInUseException(string message, Exception? inner = null) : Exception(message, inner);

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
