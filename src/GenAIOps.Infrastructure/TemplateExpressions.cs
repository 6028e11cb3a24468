using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>What a template says instead of values: expressions that Azure evaluates.</summary>
internal sealed class TemplateExpressions(AgentEnvironment environment, IReadOnlyList<AgentResource> all) : IValues
{
    private readonly Dictionary<string, AgentResource> _resources = all.ToDictionary(resource => resource.Key);

    public string Location => "[parameters('location')]";

    public string Id(string key) => $"[{ResourceId(key)}]";

    public string Read(string key, string path) =>
        path.StartsWith("properties.", StringComparison.Ordinal)
            ? $"[reference({ResourceId(key)}, '{_resources[key].ApiVersion}').{path["properties.".Length..]}]"
            : $"[reference({ResourceId(key)}, '{_resources[key].ApiVersion}', 'full').{path}]";

    public string RoleDefinition(string role) => $"[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{role}')]";

    public Uri Authority => new("https://login.microsoftonline.com/");

    public JsonObject? State(string key) => null;

    public bool IsMade(string key) => !_resources[key].Exists;

    /// <summary>Whether the resource is in the group that the template is deployed to.</summary>
    public bool IsHere(AgentResource resource) =>
        Place(resource) is var (subscription, group) && IsOwnSubscription(subscription) && group.Equals(environment.ResourceGroup, StringComparison.OrdinalIgnoreCase);

    /// <summary>Subscription (null: the environment's) and group of a nested deployment.</summary>
    public (string? Subscription, string Group) PlaceOf(AgentResource resource) => Place(resource) is var (subscription, group) && IsOwnSubscription(subscription) ? (null, group) : Place(resource);

    /// <summary>What <c>dependsOn</c> may name: a resource of this template, which for another group is the nested deployment.</summary>
    public string Dependency(string key) => IsHere(_resources[key]) ? Id(key) : $"[resourceId('Microsoft.Resources/deployments', '{DeploymentOf(_resources[key])}')]";

    public string DeploymentOf(AgentResource resource) => $"{environment.Workload}-{environment.Name}-{resource.Key}";

    /// <summary>A child has its parents' names before its own; what extends another resource has its own alone.</summary>
    public static string NameOf(AgentResource resource) => ArmId.TryParse(resource.Id) is { } id ? id.FullName : resource.Id.Split('/')[^1];

    private bool IsOwnSubscription(string subscription) => subscription.Equals(environment.SubscriptionId, StringComparison.OrdinalIgnoreCase);

    private static (string Subscription, string Group) Place(AgentResource resource) =>
        resource.Id.Split('/') is ["", _, var subscription, _, var group, ..] ? (subscription, group) : throw new InvalidOperationException($"'{resource.Id}' is in no resource group.");

    private string ResourceId(string key)
    {
        var resource = _resources[key];
        var id = ArmId.Parse(resource.Id);
        var (subscription, group) = Place(resource);
        string[] arguments =
        [
            .. IsOwnSubscription(subscription) ? Array.Empty<string>() : [subscription],
            .. IsHere(resource) ? Array.Empty<string>() : [group],
            id.Type,
            .. id.Names,
        ];
        return $"resourceId({string.Join(", ", arguments.Select(argument => $"'{argument}'"))})";
    }
}
