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

    public JsonObject Single(string type) => Assert.Single(_resources, resource => resource.Key.Contains($"/{type}/", StringComparison.OrdinalIgnoreCase)).Value;

    public void Remove(string part) => _resources.Remove(Assert.Single(_resources.Keys, id => id.Contains(part, StringComparison.Ordinal)));

    private HttpResponseMessage Answer(Sent sent)
    {
        var id = Uri.UnescapeDataString(sent.Uri.AbsolutePath);
        switch (sent.Method)
        {
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

    private JsonObject Completed(string id, JsonObject resource)
    {
        var name = id[(id.LastIndexOf('/') + 1)..];
        var principal = $"principal-{++_made}";
        var properties = resource["properties"] as JsonObject ?? [];
        resource["properties"] = properties;
        resource["id"] = id;
        properties["provisioningState"] = "Succeeded";
        if (resource["identity"] is JsonObject identity)
            identity["principalId"] = principal;
        if (id.Contains("/userAssignedIdentities/", StringComparison.Ordinal))
            (properties["principalId"], properties["clientId"]) = (principal, "client-" + name);
        if (id.Contains("/registries/", StringComparison.Ordinal))
            properties["loginServer"] = $"{name}.azurecr.io";
        if (id.Contains("/components/", StringComparison.Ordinal))
            properties["ConnectionString"] = "InstrumentationKey=secret-ish";
        if (id.Contains("/projects/", StringComparison.Ordinal))
            properties["endpoints"] = new JsonObject { ["AI Foundry API"] = $"https://foundry.example/api/projects/{name}" };
        return resource;
    }
}
