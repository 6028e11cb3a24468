using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace GenAIOps.Infrastructure;

/// <summary>One environment that agents are deployed to: what it is called, where it is, and what of it is there already. Everything in it follows from that.</summary>
public sealed partial record AgentEnvironment
{
    /// <summary>dev, qa, prod: 2 to 12 lower-case letters, digits and inner dashes. Also the name of the container apps environment.</summary>
    public required string Name { get; init; }

    /// <summary>A GUID.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Holds everything that the pipeline makes, but for the registry.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>An Azure region, such as westeurope.</summary>
    public required string Location { get; init; }

    /// <summary>What all of it belongs to, as a part of names: 2 to 24 lower-case letters, digits and inner dashes. With one agent its name.</summary>
    public required string Workload { get; init; }

    /// <summary>The agents that run there; each has an identity of its own. Null: one, named <see cref="Workload"/>.</summary>
    public IReadOnlyList<string>? Agents { get; init; }

    /// <summary>Where images are. Shared by all environments.</summary>
    public required RegistryPlace Registry { get; init; }

    /// <summary>What is there already, and is used instead of made.</summary>
    public ExistingResources Existing { get; init; } = new();

    /// <summary>The models that agents and judges talk to; the first is the agents'.</summary>
    public IReadOnlyList<ModelDeployment> Models { get; init; } = [ModelDeployment.Cloud];

    /// <summary>Days that logs are kept, 30 to 730. Null: 30 for a new workspace, and whatever others set afterwards.</summary>
    public int? LogRetentionDays { get; init; }

    /// <summary>Whether the Foundry account answers from any network. Null: a new one does, and whatever others set afterwards stays.</summary>
    public bool? PublicNetworkAccess { get; init; }

    /// <summary>The network that is made for the container apps environment. Null: it is in <see cref="ExistingResources.Subnet"/>, or in a network of Azure's. Decided when the environment is made.</summary>
    public VirtualNetwork? Network { get; init; }

    /// <summary>Whether apps answer inside of the network only. Needs a network. Decided when the container apps environment is made.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Ingress and secrets of the agents' apps.</summary>
    public AppSettings App { get; init; } = new();

    /// <summary>Who works there.</summary>
    public EnvironmentPrincipals Principals { get; init; } = new();

    internal IReadOnlyList<string> AllAgents => Agents ?? [Workload];

    /// <summary>Whether agents have secrets: then they may read the vault, and one is made where none exists.</summary>
    internal bool HasSecrets => App.Secrets.Count > 0;

    internal string Project => $"{Workload}-{Name}";

    // Some names are unique in all of Azure; a hash of the group makes them so, and the same each time.
    internal string AccountName => $"{Project}-{Unique()[..6]}";

    internal string StorageName => $"{Name.Replace("-", "", StringComparison.Ordinal)}{Unique()[..12]}";

    internal string VaultName => $"{(Name.Length > 10 ? Name[..10].TrimEnd('-') : Name)}-{Unique()[..12]}";

    /// <summary>Everything that is wrong with the description, in words; empty for a good one.</summary>
    public IEnumerable<string> Problems()
    {
        if (!NamePattern().IsMatch(Name) || Name.Length is < 2 or > 12)
            yield return $"Name: '{Name}' must be 2 to 12 lower-case letters, digits and inner dashes.";
        foreach (var name in AllAgents.Prepend(Workload).Distinct().Where(name => !NamePattern().IsMatch(name) || name.Length is < 2 or > 24))
            yield return $"Workload: '{name}' must be 2 to 24 lower-case letters, digits and inner dashes.";
        if (!Guid.TryParse(SubscriptionId, out _))
            yield return $"SubscriptionId: '{SubscriptionId}' must be a GUID.";
        if (!GroupPattern().IsMatch(ResourceGroup))
            yield return $"ResourceGroup: '{ResourceGroup}' must be 1 to 90 letters, digits, dashes, underscores, dots and parentheses, not ending with a dot.";
        if (string.IsNullOrWhiteSpace(Location))
            yield return "Location: is empty; name a region such as westeurope.";
        if (Models.Count == 0)
            yield return "Models: is empty; an agent needs a model deployment.";
        foreach (var same in Models.GroupBy(model => model.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            yield return $"Models: '{same.Key}' is given {same.Count()} times.";
        if (LogRetentionDays is < 30 or > 730)
            yield return $"LogRetentionDays: {LogRetentionDays} must be 30 to 730.";
        if (IsInternal && Network is null && Existing is { Subnet: null, ContainerEnvironment: null })
            yield return "IsInternal: apps that answer inside of a network need Network, Existing.Subnet, or a container apps environment that exists.";
        if (Network is not null && Existing.Subnet is not null) yield return "Network: Existing.Subnet names a subnet already; say one of the two.";
        if (Network is not null && Existing.ContainerEnvironment is not null) yield return "Network: Existing.ContainerEnvironment is in its own network already; say one of the two.";
        foreach (var problem in Models.SelectMany(model => model.Problems()).Concat(Registry.Problems()).Concat(Existing.Problems()).Concat(Principals.Problems()).Concat(Network?.Problems() ?? [])) yield return problem;
    }

    internal AgentEnvironment Checked() =>
        Problems().ToArray() is { Length: > 0 } problems
            ? throw new ArgumentException($"Environment '{Name}' is not described well, and nothing was changed. {string.Join(" ", problems)}")
            : this;

    internal string IdOf(string type, params IReadOnlyList<string> names) => ArmId.Of(SubscriptionId, ResourceGroup, type, names);

    private string Unique() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}".ToLowerInvariant())));

    [GeneratedRegex(@"^[a-z]([a-z0-9]|-(?=[a-z0-9]))*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[\w\-.()]{1,90}(?<!\.)\z")]
    private static partial Regex GroupPattern();
}
