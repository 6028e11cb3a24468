using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace GenAIOps.Infrastructure;

/// <summary>One environment that the agent is deployed to: what it is called and where it is. Everything in it follows from that.</summary>
public sealed partial record AgentEnvironment
{
    /// <summary>dev, qa, prod: 2 to 12 lower-case letters, digits and inner dashes. Also the name of the container apps environment.</summary>
    public required string Name { get; init; }

    /// <summary>A GUID.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>Holds everything but the registry.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>An Azure region, such as westeurope.</summary>
    public required string Location { get; init; }

    /// <summary>The agent's name: 2 to 24 lower-case letters, digits and inner dashes.</summary>
    public required string Workload { get; init; }

    /// <summary>Holds the registry that all environments share, so that a digest is promoted and never copied.</summary>
    public required string SharedResourceGroup { get; init; }

    /// <summary>The registry's name: 5 to 50 letters and digits, unique in Azure.</summary>
    public required string Registry { get; init; }

    /// <summary>Region of the registry, which is made by whichever environment comes first. Null: <see cref="Location"/>; set it if the environments are in different regions.</summary>
    public string? RegistryLocation { get; init; }

    /// <summary>The model that the agent talks to.</summary>
    public ModelDeployment Model { get; init; } = ModelDeployment.Cloud;

    /// <summary>Days that logs are kept, 30 to 730. Default 30.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>Object id of the person or service that deploys: gets to push images, and to make and evaluate agents. Null: an administrator sees to that.</summary>
    public string? DeployerObjectId { get; init; }

    internal string Project => $"{Workload}-{Name}";

    // Some names are unique in all of Azure; a hash of the group makes them so, and the same each time.
    internal string AccountName => $"{Project}-{Unique()[..6]}";

    internal string StorageName => $"{Name.Replace("-", "", StringComparison.Ordinal)}{Unique()[..12]}";

    internal AgentEnvironment Checked() =>
        Problems().ToArray() is { Length: > 0 } problems
            ? throw new ArgumentException($"Environment '{Name}' is not described well, and nothing was changed. {string.Join(" ", problems)}")
            : this;

    private IEnumerable<string> Problems()
    {
        if (!NamePattern().IsMatch(Name) || Name.Length is < 2 or > 12)
            yield return $"Name: '{Name}' must be 2 to 12 lower-case letters, digits and inner dashes.";
        if (!NamePattern().IsMatch(Workload) || Workload.Length is < 2 or > 24)
            yield return $"Workload: '{Workload}' must be 2 to 24 lower-case letters, digits and inner dashes.";
        if (!Guid.TryParse(SubscriptionId, out _))
            yield return $"SubscriptionId: '{SubscriptionId}' must be a GUID.";
        if (!GroupPattern().IsMatch(ResourceGroup))
            yield return $"ResourceGroup: '{ResourceGroup}' must be 1 to 90 letters, digits, dashes, underscores, dots and parentheses, not ending with a dot.";
        if (!GroupPattern().IsMatch(SharedResourceGroup))
            yield return $"SharedResourceGroup: '{SharedResourceGroup}' must be 1 to 90 letters, digits, dashes, underscores, dots and parentheses, not ending with a dot.";
        if (Registry.Length is < 5 or > 50 || !Registry.All(char.IsAsciiLetterOrDigit))
            yield return $"Registry: '{Registry}' must be 5 to 50 letters and digits.";
        if (DeployerObjectId is not null && !Guid.TryParse(DeployerObjectId, out _))
            yield return $"DeployerObjectId: '{DeployerObjectId}' must be a GUID: the object id, not the client id or a name.";
        if (string.IsNullOrWhiteSpace(Location))
            yield return "Location: is empty; name a region such as westeurope.";
        if (string.IsNullOrWhiteSpace(Model.Name) || string.IsNullOrWhiteSpace(Model.Model) || string.IsNullOrWhiteSpace(Model.Version))
            yield return $"Model: '{Model.Name}', '{Model.Model}', '{Model.Version}': name, model and version must be given.";
        if (Model.Capacity < 1)
            yield return $"Model.Capacity: {Model.Capacity} must be at least 1.";
        if (LogRetentionDays is < 30 or > 730)
            yield return $"LogRetentionDays: {LogRetentionDays} must be 30 to 730.";
    }

    private string Unique() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}".ToLowerInvariant())));

    [GeneratedRegex(@"^[a-z]([a-z0-9]|-(?=[a-z0-9]))*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[\w\-.()]{1,90}(?<!\.)\z")]
    private static partial Regex GroupPattern();
}
