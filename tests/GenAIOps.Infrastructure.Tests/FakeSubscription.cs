using System.Text.Json.Nodes;
using GenAIOps.Fakes;

namespace GenAIOps.Infrastructure.Tests;

/// <summary>A subscription that keeps what is put into it and adds what Azure adds.</summary>
internal sealed class FakeSubscription
{
    private readonly Dictionary<string, JsonObject> _resources = new(StringComparer.OrdinalIgnoreCase);
    private int _made;
    private (int Status, string Code, string Part)? _refused;

    public FakeSubscription() => Azure.Otherwise = Answer;

    public FakeAzure Azure { get; } = new();

    public IReadOnlyDictionary<string, JsonObject> Resources => _resources;

    public IEnumerable<Sent> Changes => Azure.Log.Where(sent => sent.Method != "GET");

    /// <summary>Azure refuses to make what has this in its id.</summary>
    public void RefuseWith(int status, string code, string part) => _refused = (status, code, part);

    public void RefuseNothing() => _refused = null;

    /// <summary>The only one of a type, by the last segment but one of its id.</summary>
    public JsonObject Single(string type) => Assert.Single(_resources, resource => resource.Key.Contains($"/{type}/", StringComparison.OrdinalIgnoreCase) && (type.Contains('/', StringComparison.Ordinal) || resource.Key.Split('/')[^2].Equals(type, StringComparison.OrdinalIgnoreCase))).Value;

    /// <summary>Somebody else makes a resource.</summary>
    public void Put(string id, JsonObject resource) => _resources[id] = Completed(id, resource);

    public void Remove(string part) => _resources.Remove(Assert.Single(_resources.Keys, id => id.Contains(part, StringComparison.Ordinal) && !id.Contains("/roleAssignments/", StringComparison.Ordinal)));

    /// <summary>Compares, agrees to everything, and writes.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(AgentEnvironment environment, CancellationToken cancellationToken, params string[] allowed)
    {
        Provisioner provisioner = new(Azure.Cloud, environment, allowed);
        return await provisioner.ApplyAsync(await provisioner.CompareAsync(cancellationToken), _ => { }, cancellationToken);
    }

    public string Snapshot() => new JsonObject(_resources.OrderBy(resource => resource.Key, StringComparer.Ordinal).Select(resource => KeyValuePair.Create(resource.Key, (JsonNode?)resource.Value.DeepClone()))).ToJsonString();

    private HttpResponseMessage Answer(Sent sent)
    {
        var id = Uri.UnescapeDataString(sent.Uri.AbsolutePath);
        switch (sent.Method)
        {
            case "GET" when id.EndsWith("/resources", StringComparison.Ordinal):
                var inGroup = _resources.Where(resource => resource.Key.StartsWith(id[..^"resources".Length] + "providers/", StringComparison.OrdinalIgnoreCase)).Select(resource => (JsonNode)resource.Value.DeepClone());
                return FakeAzure.Answer(200, new JsonObject { ["value"] = new JsonArray([.. inGroup]) }.ToJsonString());
            case "GET" when id.EndsWith("/roleAssignments", StringComparison.Ordinal):
                var assignments = _resources.Where(resource => resource.Key.Contains("/roleAssignments/", StringComparison.Ordinal)).Select(resource => (JsonNode)resource.Value.DeepClone());
                return FakeAzure.Answer(200, new JsonObject { ["value"] = new JsonArray([.. assignments]) }.ToJsonString());
            case "PUT" when id.Contains("/roleAssignments/", StringComparison.Ordinal) && !_resources.ContainsKey(id) && IsAssigned(id, sent.Json.AsObject()):
                return FakeAzure.Answer(409, FakeAzure.Error("RoleAssignmentExists", "The role assignment already exists."));
            case "PATCH" when _resources.TryGetValue(id, out var there):
                Merge(there, sent.Json.AsObject());
                return FakeAzure.Answer(200, there.ToJsonString());
            case "PUT" when _refused is { } refused && id.Contains(refused.Part, StringComparison.Ordinal):
                return FakeAzure.Answer(refused.Status, FakeAzure.Error(refused.Code, "no"));
            case "PUT":
                var isNew = !_resources.ContainsKey(id);
                _resources[id] = Completed(id, sent.Json.AsObject());
                return FakeAzure.Answer(isNew ? 201 : 200, _resources[id].ToJsonString());
            case "DELETE":
                return FakeAzure.Answer(_resources.Remove(id) ? 200 : 204, "");
            default:
                return _resources.TryGetValue(id, out var found)
                    ? FakeAzure.Answer(200, found.ToJsonString())
                    : FakeAzure.Answer(404, FakeAzure.Error("ResourceNotFound", id));
        }
    }

    /// <summary>Azure has one assignment of a role to a principal at a scope, whatever its name.</summary>
    private bool IsAssigned(string id, JsonObject wanted)
    {
        var scope = id[..id.IndexOf("/roleAssignments/", StringComparison.Ordinal)];
        return _resources.Any(resource => resource.Key.StartsWith(scope + "/roleAssignments/", StringComparison.OrdinalIgnoreCase)
            && new[] { "roleDefinitionId", "principalId" }.All(name => (string?)resource.Value["properties"]![name] == (string?)wanted["properties"]![name]));
    }

    /// <summary>RFC 7396, but for tags, which services replace.</summary>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (name != "tags" && value is JsonObject part && target[name] is JsonObject inner) Merge(inner, part);
            else target[name] = value.DeepClone();
        }
    }

    private JsonObject Completed(string id, JsonObject resource)
    {
        var name = id[(id.LastIndexOf('/') + 1)..];
        var principal = $"principal-{++_made}";
        var properties = resource["properties"] as JsonObject ?? [];
        resource["properties"] = properties;
        resource["id"] = id;
        properties["provisioningState"] = "Succeeded";
        resource["name"] = name;
        if (id.IndexOf("/providers/Microsoft.Authorization/roleAssignments/", StringComparison.Ordinal) is > 0 and var end) properties["scope"] = id[..end];
        if (resource["identity"] is JsonObject identity)
            (identity["principalId"], identity["tenantId"]) = (principal, "tenant");
        if (id.Contains("/userAssignedIdentities/", StringComparison.Ordinal) && !id.Contains("/roleAssignments/", StringComparison.Ordinal))
            (properties["principalId"], properties["clientId"], properties["tenantId"]) = (principal, "client-" + name, "tenant");
        if (id.Contains("/registries/", StringComparison.Ordinal))
            properties["loginServer"] = $"{name}.azurecr.io";
        if (id.Contains("/components/", StringComparison.Ordinal))
            properties["ConnectionString"] = "InstrumentationKey=secret-ish";
        if (id.Contains("/projects/", StringComparison.Ordinal))
            properties["endpoints"] = new JsonObject { ["AI Foundry API"] = $"https://foundry.example/api/projects/{name}" };
        return resource;
    }
}
