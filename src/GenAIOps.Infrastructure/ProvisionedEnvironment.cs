namespace GenAIOps.Infrastructure;

/// <summary>An environment that is there, and what a release needs to know of it.</summary>
public sealed record ProvisionedEnvironment
{
    public required string Name { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>Host (and port) of the registry, as image references begin.</summary>
    public required string RegistryLoginServer { get; init; }

    /// <summary>Resource id of the managed environment.</summary>
    public required string ContainerEnvironmentId { get; init; }

    /// <summary><c>https://{account}.services.ai.azure.com/api/projects/{project}</c>.</summary>
    public required Uri ProjectEndpoint { get; init; }

    /// <summary>What callers give as <c>model</c>.</summary>
    public required string ModelDeployment { get; init; }

    /// <summary>Resource id of the component.</summary>
    public required string ApplicationInsightsId { get; init; }

    /// <summary>For the app's telemetry; lets its holder write telemetry, not read it.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Resource id of the identity that the app runs and pulls its image as.</summary>
    public required string IdentityId { get; init; }

    /// <summary>The app needs it as AZURE_CLIENT_ID, to choose this identity.</summary>
    public required string IdentityClientId { get; init; }

    public required string StorageAccountId { get; init; }

    /// <summary>Ids of what was created or changed; empty when everything stood as described.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>What this cloud could not be given, each with the reason; empty in Azure.</summary>
    public required IReadOnlyList<string> Skipped { get; init; }

    // A record prints its members; the connection string does not belong in logs.
    public override string ToString() => $"{Name} in {ResourceGroup}";
}
