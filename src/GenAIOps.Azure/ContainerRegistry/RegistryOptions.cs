namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>How a registry is signed in to and how much is sent at once.</summary>
public sealed record RegistryOptions
{
    /// <summary>
    /// Null, the default: the cloud's own credential for the cloud's own registries, and what <c>docker login</c> left for any other.
    /// Given: this, and never the cloud's credential.
    /// </summary>
    public RegistryCredentials? Credentials { get; init; }

    /// <summary>Bytes, 1 or more. A larger blob is sent in pieces of this size, and goes on at the last whole piece after a break. Default 64 MiB.</summary>
    public long ChunkSize { get; init; } = 64 << 20;

    /// <summary>How long a transfer may stand still before the connection counts as broken; above zero. Default 100 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(100);

    internal RegistryOptions Checked()
    {
        var problems = Problems().ToArray();
        return problems.Length == 0 ? this : throw new AzureCloudException($"Registry options: {string.Join(" ", problems)} Nothing was sent.");
    }

    private IEnumerable<string> Problems()
    {
        if (ChunkSize < 1)
        {
            yield return $"ChunkSize: is {ChunkSize}; give 1 byte or more.";
        }

        if (StallTimeout <= TimeSpan.Zero || StallTimeout.TotalMilliseconds > int.MaxValue)
        {
            yield return $"StallTimeout: is {StallTimeout}; give more than zero and less than 24 days.";
        }
    }
}
