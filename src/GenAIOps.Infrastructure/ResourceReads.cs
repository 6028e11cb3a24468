using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>What the resources that are there are called and say.</summary>
internal sealed class PresentValues(AgentEnvironment environment, IReadOnlyList<AgentResource> resources) : IValues
{
    private readonly Dictionary<string, string> _ids = resources.ToDictionary(resource => resource.Key, resource => resource.Id);
    private readonly Dictionary<string, JsonObject> _states = [];

    /// <summary>Whether a value that is not known yet is said to be pending, instead of being an error.</summary>
    public bool MayPend { get; init; }

    public Uri Authority { get; init; } = new("https://login.microsoftonline.com/");

    public string Location => environment.Location;

    public void Add(string key, JsonObject state) => _states[key] = state;

    public JsonObject? State(string key) => _states.GetValueOrDefault(key);

    public string Id(string key) => _ids[key];

    public string RoleDefinition(string role) => $"/subscriptions/{environment.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{role}";

    public string Read(string key, string path) => Find(key, path)
        ?? (MayPend && !_states.ContainsKey(key) ? $"{ResourceComparison.Pending}{key}.{path}" : throw new AzureCloudException($"'{Id(key)}' is there, but has no '{path}', which the resources after it need. Look at the resource, and run ./build.sh Provision again."));

    public string? Find(string key, string path)
    {
        JsonNode? node = _states.GetValueOrDefault(key);
        foreach (var name in path.Split('.')) node = (node as JsonObject)?[name];
        return node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
    }
}

/// <summary>Reads several resources side by side.</summary>
internal static class ResourceReads
{
    private const int AtOnce = 8;

    /// <param name="arm">Reads.</param>
    /// <param name="resources">What is read.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <param name="refused">Told what Azure refuses to show; null: that is an error.</param>
    /// <returns>By key; those that are not there are left out.</returns>
    public static async Task<IReadOnlyDictionary<string, JsonObject>> ReadAsync(ArmResources arm, IEnumerable<AgentResource> resources, CancellationToken cancellationToken, Action<AgentResource>? refused = null)
    {
        System.Collections.Concurrent.ConcurrentDictionary<string, JsonObject> found = new();
        await Parallel.ForEachAsync(resources, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (resource, token) =>
        {
            try
            {
                if (await arm.GetAsync(resource.Id, resource.ApiVersion, token) is { } state) found[resource.Key] = state;
            }
            catch (RequestFailedException e) when (e.Status == 403 && refused is not null)
            {
                refused(resource);
            }
        });
        return found;
    }
}
