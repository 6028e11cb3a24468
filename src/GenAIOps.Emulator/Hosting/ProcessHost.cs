namespace GenAIOps.Emulator.Hosting;

/// <summary>Runs images of the emulator's own registry as processes of this machine.</summary>
internal abstract class ProcessHost
{
    /// <summary>Unpacks the image, starts its entry point on a free port and waits until it is ready.</summary>
    /// <param name="imageReference"><c>127.0.0.1:N/repository@sha256:…</c> or <c>:tag</c>.</param>
    /// <param name="environment">Added to the image's own; the emulator sets the address, the identity and the certificate on top.</param>
    /// <param name="name">Unique among running processes; also the name of its log and run record.</param>
    /// <param name="readinessPath">Answers 2xx when ready; null: ready when the port accepts connections.</param>
    /// <exception cref="WorkloadStartException">The image is not there, exits, or is not ready after 60 s.</exception>
    public abstract Task<RunningProcess> StartImageAsync(string imageReference, IReadOnlyDictionary<string, string> environment, string name,
        string? readinessPath, CancellationToken cancellationToken);
}
