namespace GenAIOps.Infrastructure;

/// <summary>An environment that is there, and what a release needs to know of it. Reading it made nothing.</summary>
public sealed record LiveEnvironment
{
    public required string Name { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>Host (and port) of the registry, as image references begin.</summary>
    public required string RegistryLoginServer { get; init; }

    /// <summary>Resource id of the managed environment.</summary>
    public required string ContainerEnvironmentId { get; init; }

    /// <summary>The domain that apps get hosts in; null where the environment does not say.</summary>
    public string? DefaultDomain { get; init; }

    /// <summary><c>https://{account}.services.ai.azure.com/api/projects/{project}</c>.</summary>
    public required Uri ProjectEndpoint { get; init; }

    /// <summary>What callers give as <c>model</c>.</summary>
    public required string ModelDeployment { get; init; }

    /// <summary>Resource id of the component.</summary>
    public required string ApplicationInsightsId { get; init; }

    /// <summary>For the app's telemetry; lets its holder write telemetry, not read it.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>By agent: the identity that it runs and pulls its image as.</summary>
    public required IReadOnlyDictionary<string, AgentIdentity> Identities { get; init; }

    /// <summary>Where secrets are; null without a vault.</summary>
    public Uri? VaultUri { get; init; }

    // A record prints its members; the connection string does not belong in logs.
    public override string ToString() => $"{Name} in {ResourceGroup}";
}

/// <param name="Id">Resource id.</param>
/// <param name="ClientId">The app needs it as AZURE_CLIENT_ID, to choose this identity.</param>
/// <param name="TenantId">Of the subscription.</param>
public sealed record AgentIdentity(string Id, string ClientId, string TenantId);
