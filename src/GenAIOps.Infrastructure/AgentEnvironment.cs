namespace GenAIOps.Infrastructure;

/// <summary>One environment of an agent: what it is called and where it is. Immutable; everything else follows from it.</summary>
public sealed record AgentEnvironment
{
    /// <summary>dev, qa or prod.</summary>
    public required string Name { get; init; }

    /// <summary>A GUID.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Holds everything but the registry, which the environments share.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>Holds the registry: one image, promoted by digest, needs one place.</summary>
    public required string SharedResourceGroup { get; init; }

    /// <summary>An Azure region, such as swedencentral.</summary>
    public required string Location { get; init; }

    /// <summary>The agent's name: the container app's and the Foundry agent's.</summary>
    public required string Workload { get; init; }

    /// <summary>The registry's name: 5 to 50 letters and digits, unique in Azure.</summary>
    public required string Registry { get; init; }

    /// <summary>The model that the agent talks to.</summary>
    public ModelDeployment Model { get; init; } = ModelDeployment.Cloud;

    /// <summary>The object id of the person or service that deploys; null leaves role assignments to the administrator.</summary>
    public string? DeployerObjectId { get; init; }

    internal string GroupId => $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}";

    internal string SharedGroupId => $"/subscriptions/{SubscriptionId}/resourceGroups/{SharedResourceGroup}";

    internal string Project => $"{Workload}-{Name}";
}

/// <summary>A model deployment of the environment's Foundry account.</summary>
/// <param name="Name">What the agent asks for.</param>
/// <param name="Format">The model's publisher, such as OpenAI.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Version">The model's version.</param>
/// <param name="Sku">The kind of capacity, such as GlobalStandard.</param>
/// <param name="Capacity">Thousands of tokens a minute.</param>
public sealed record ModelDeployment(string Name, string Format, string Model, string Version, string Sku, int Capacity)
{
    /// <summary>The default in the cloud.</summary>
    public static ModelDeployment Cloud { get; } = new("gpt-4.1-mini", "OpenAI", "gpt-4.1-mini", "2025-04-14", "GlobalStandard", 50);

    /// <summary>The emulator's deterministic, extractive model. It is no language model, and is labelled so everywhere.</summary>
    public static ModelDeployment Local { get; } = new("extractive-local", "GenAIOps", "extractive-local", "1", "Local", 1);
}
