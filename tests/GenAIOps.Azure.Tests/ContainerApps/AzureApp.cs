using System.Text.Json.Nodes;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerApps;

/// <summary>A container app as Azure keeps it: reads show no secret, have read-only members and nulls; PATCH merges; PUT replaces and wants every secret's value.</summary>
internal sealed class AzureApp
{
    public const string Id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/support-agent";
    private int _changes;

    public AzureApp(FakeAzure azure, JsonObject stored)
    {
        Stored = stored;
        azure.On("GET", Id, _ => FakeAzure.Answer(200, Shown().ToJsonString()));
        azure.On("PATCH", Id, sent =>
        {
            Stored = (JsonObject)Merge(Stored, sent.Json)!;
            return Changed();
        });
        azure.On("PUT", Id, sent =>
        {
            Stored = (JsonObject)sent.Json;
            return Secrets.Any(secret => secret["value"] is null)
                ? FakeAzure.Answer(400, FakeAzure.Error("ContainerAppSecretInvalid", "Container app secret(s) are invalid: value or keyVaultUrl and identity should be provided"))
                : Changed();
        });
        azure.Otherwise = sent => sent.Uri.AbsolutePath.StartsWith(Id + "/revisions/", StringComparison.Ordinal)
            ? FakeAzure.Answer(200, new JsonObject
            {
                ["name"] = sent.Uri.Segments[^1],
                ["properties"] = new JsonObject { ["active"] = true, ["template"] = Stored["properties"]!["template"]!.DeepClone() },
            }.ToJsonString())
            : FakeAzure.Answer(404, FakeAzure.Error("ResourceNotFound", sent.Line));
    }

    /// <summary>With the values of secrets.</summary>
    public JsonObject Stored { get; private set; }

    /// <summary>Somebody else's change.</summary>
    public void Change(Action<JsonObject> change)
    {
        change(Stored);
        _changes++;
    }

    private IEnumerable<JsonObject> Secrets => (Stored["properties"]!["configuration"]!["secrets"] as JsonArray ?? []).OfType<JsonObject>();

    private HttpResponseMessage Changed()
    {
        _changes++;
        return FakeAzure.Answer(200, Shown().ToJsonString());
    }

    private JsonObject Shown()
    {
        var shown = (JsonObject)Stored.DeepClone();
        shown["id"] = Id;
        shown["name"] = "support-agent";
        shown["systemData"] = new JsonObject { ["lastModifiedAt"] = DateTime.UnixEpoch.AddSeconds(_changes).ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
        var properties = shown["properties"]!;
        properties["provisioningState"] = "Succeeded";
        properties["latestRevisionName"] = $"support-agent--{properties["template"]!["revisionSuffix"]}";
        properties["outboundIpAddresses"] = new JsonArray("20.1.2.3");
        properties["template"]!["initContainers"] ??= null;
        properties["template"]!["volumes"] ??= null;
        if (properties["configuration"]!["ingress"] is JsonObject ingress)
        {
            ingress["fqdn"] = "support-agent.example";
        }

        foreach (var secret in properties["configuration"]!["secrets"] as JsonArray ?? [])
        {
            secret!.AsObject().Remove("value");
        }

        return shown;
    }

    /// <summary>RFC 7396, written down anew: what the client means by a merge patch is not asked of the client.</summary>
    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var merged = target is JsonObject old ? (JsonObject)old.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = Merge(merged[name], value);
            }
        }

        return merged;
    }
}
