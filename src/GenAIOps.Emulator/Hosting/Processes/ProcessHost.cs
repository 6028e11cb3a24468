namespace GenAIOps.Emulator.Hosting;

/// <summary>What to run, and how to know that it is ready.</summary>
internal sealed record ImageStart
{
    /// <summary><c>127.0.0.1:N/repository@sha256:…</c> or <c>:tag</c>.</summary>
    public required string Image { get; init; }
    /// <summary>Unique among running processes; also the name of its log and run record.</summary>
    public required string Name { get; init; }
    /// <summary>Whose managed identities the process has: the id of its app, or of its agent; null: none.</summary>
    public string? IdentityOwner { get; init; }
    /// <summary>Added to the image's own; the emulator sets the address, the identity and the certificate on top.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    /// <summary>Answers 2xx or 3xx when ready; null: ready when the port accepts connections.</summary>
    public string? ReadinessPath { get; init; }
    /// <summary>Replaces the image's entry point, as a container's <c>command</c> does; empty: the image's.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];
    /// <summary>Replaces the image's arguments, as a container's <c>args</c> does; empty: the image's.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>Runs images of the emulator's own registry as processes of this machine.</summary>
internal abstract class ProcessHost
{
    /// <summary>Time from the start of a process until it must be ready.</summary>
    public static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Unpacks the image, starts its entry point on a free port and waits until it is ready.</summary>
    /// <exception cref="WorkloadStartException">The image is not there, exits, or is not ready after <see cref="StartDeadline"/>.</exception>
    public abstract Task<RunningProcess> StartAsync(ImageStart start, CancellationToken cancellationToken);

    /// <inheritdoc cref="StartAsync"/>
    public Task<RunningProcess> StartImageAsync(string imageReference, IReadOnlyDictionary<string, string> environment, string name,
        string? readinessPath, CancellationToken cancellationToken) =>
        StartAsync(new ImageStart { Image = imageReference, Environment = environment, Name = name, ReadinessPath = readinessPath }, cancellationToken);
}
