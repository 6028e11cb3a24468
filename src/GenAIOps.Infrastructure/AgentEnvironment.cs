using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace GenAIOps.Infrastructure;

/// <summary>One environment that the agent is deployed to: what it is called and where it is. Everything in it follows from that.</summary>
public sealed partial record AgentEnvironment
{
    /// <summary>dev, qa, prod: 2 to 16 lower-case letters, digits and inner dashes. Also the name of the container apps environment.</summary>
    public required string Name { get; init; }

    /// <summary>A GUID.</summary>
    public required string SubscriptionId { get; init; }

    public required string ResourceGroup { get; init; }

    /// <summary>An Azure region, such as westeurope.</summary>
    public required string Location { get; init; }

    /// <summary>The agent. 2 to 32 lower-case letters, digits and inner dashes. Default support-agent.</summary>
    public string Workload { get; init; } = "support-agent";

    /// <summary>Where the registry lives that all environments share, so that a digest is promoted and never copied. Null: rg-{workload}-shared.</summary>
    public string? RegistryResourceGroup { get; init; }

    /// <summary>Region of the registry, which is made by whichever environment comes first. Null: <see cref="Location"/>; set it if the environments are in different regions.</summary>
    public string? RegistryLocation { get; init; }

    /// <summary>Default GPT-4.1 mini.</summary>
    public ModelDeployment Model { get; init; } = ModelDeployment.Gpt41Mini;

    /// <summary>Days that logs are kept, 30 to 730. Default 30.</summary>
    public int LogRetentionDays { get; init; } = 30;

    internal string SharedGroup => RegistryResourceGroup ?? $"rg-{Workload}-shared";

    // Some names are unique in all of Azure; the suffix makes them so, and the same each time.
    internal string RegistryName => $"cr{Letters(Workload, 24)}{Suffix(SharedGroup)}";

    internal string AccountName => $"ai-{Workload}-{Name}-{Suffix(ResourceGroup, Name)}";

    internal string StorageName => $"st{Letters(Workload, 10)}{Letters(Name, 4)}{Suffix(ResourceGroup, Name)}";

    internal string WorkspaceName => $"log-{Workload}-{Name}";

    internal string ComponentName => $"appi-{Workload}-{Name}";

    internal string IdentityName => $"id-{Workload}-{Name}";

    /// <summary>The template that makes this environment in one deployment; the same text each time.</summary>
    /// <exception cref="ArgumentException">Something in the description is wrong; lists every problem.</exception>
    public string ToArmTemplate() => ArmTemplate.Write(Checked());

    internal AgentEnvironment Checked() =>
        Problems().ToArray() is { Length: > 0 } problems
            ? throw new ArgumentException($"Environment '{Name}' is not described well, and nothing was changed. {string.Join(" ", problems)}")
            : this;

    private IEnumerable<string> Problems()
    {
        if (!NamePattern().IsMatch(Name) || Name.Length is < 2 or > 16)
            yield return $"Name: '{Name}' must be 2 to 16 lower-case letters, digits and inner dashes.";
        if (!NamePattern().IsMatch(Workload) || Workload.Length is < 2 or > 32)
            yield return $"Workload: '{Workload}' must be 2 to 32 lower-case letters, digits and inner dashes.";
        if (!Guid.TryParse(SubscriptionId, out _))
            yield return $"SubscriptionId: '{SubscriptionId}' must be a GUID.";
        if (!GroupPattern().IsMatch(ResourceGroup))
            yield return $"ResourceGroup: '{ResourceGroup}' must be 1 to 90 letters, digits, dashes, underscores, dots and parentheses, not ending with a dot.";
        if (!GroupPattern().IsMatch(SharedGroup))
            yield return $"RegistryResourceGroup: '{SharedGroup}' must be 1 to 90 letters, digits, dashes, underscores, dots and parentheses, not ending with a dot.";
        if (string.IsNullOrWhiteSpace(Location))
            yield return "Location: is empty; name a region such as westeurope.";
        if (string.IsNullOrWhiteSpace(Model.Name) || string.IsNullOrWhiteSpace(Model.Model) || string.IsNullOrWhiteSpace(Model.Version))
            yield return $"Model: '{Model.Name}', '{Model.Model}', '{Model.Version}': name, model and version must be given.";
        if (Model.Capacity < 1)
            yield return $"Model.Capacity: {Model.Capacity} must be at least 1.";
        if (LogRetentionDays is < 30 or > 730)
            yield return $"LogRetentionDays: {LogRetentionDays} must be 30 to 730.";
    }

    private string Suffix(params ReadOnlySpan<string> parts)
    {
        var seed = string.Join('/', [SubscriptionId, Workload, .. parts]).ToLowerInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..6];
    }

    private static string Letters(string name, int most)
    {
        var letters = name.Replace("-", "", StringComparison.Ordinal);
        return letters.Length > most ? letters[..most] : letters;
    }

    [GeneratedRegex(@"^[a-z]([a-z0-9]|-(?=[a-z0-9]))*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[\w\-.()]{1,90}(?<!\.)\z")]
    private static partial Regex GroupPattern();
}
