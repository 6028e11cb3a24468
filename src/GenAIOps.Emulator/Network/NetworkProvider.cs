using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.ContainerApps;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Network;

/// <summary><c>Microsoft.Network/virtualNetworks</c>: address ranges, and the subnets in them, which a write may have inside of it or leave out to keep them.</summary>
internal sealed class NetworkProvider(ResourceStore store, Subnets subnets) : IResourceProvider
{
    public string Type => Subnets.NetworkType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        Required.Location(write.Resource);
        if (RangesOf(write.Resource) is { Count: 0 })
            throw AzureErrorException.BadRequest("InvalidRequestFormat", $"Cannot parse the request: resource {write.Id} needs properties.addressSpace.addressPrefixes.");
        List<JsonObject> kept = [.. subnets.In(write.Id.Value)];
        List<JsonObject> wanted = write.Properties["subnets"] is JsonArray inside ? [.. inside.OfType<JsonObject>().Select(subnet => Stored(write.Id, subnet, kept))] : kept;
        foreach (JsonObject gone in kept.Where(subnet => wanted.All(other => Key(other) != Key(subnet)))) subnets.CheckUnused(ResourceId.Parse((string)gone["id"]!));
        var ranges = wanted.Select(subnet => ((string)subnet["name"]!, Subnets.RangeOf(subnet["properties"]!.AsObject(), (string)subnet["id"]!))).ToList();
        foreach (JsonObject subnet in wanted) subnets.Check(ResourceId.Parse((string)subnet["id"]!), subnet["properties"]!.AsObject(), write.Resource, ranges);
        write.Properties.Remove("subnets");
        foreach (JsonObject gone in kept.Where(subnet => wanted.All(other => Key(other) != Key(subnet)))) store.Delete((string)gone["id"]!);
        foreach (JsonObject subnet in wanted) store.Put((string)subnet["id"]!, subnet);
        return Task.FromResult(Provisioning.Done);
    }

    public JsonObject OnGet(JsonObject resource)
    {
        resource["properties"]!["subnets"] = new JsonArray([.. subnets.In((string)resource["id"]!).Select(subnet => subnet.DeepClone())]);
        return resource;
    }

    public static IReadOnlyList<IPNetwork> RangesOf(JsonObject network) =>
        [.. (network["properties"]?["addressSpace"]?["addressPrefixes"] as JsonArray ?? []).Select(prefix => AddressRange.Read(prefix, (string)network["id"]!))];

    private static JsonObject Stored(ResourceId network, JsonObject given, IEnumerable<JsonObject> kept)
    {
        if ((string?)given["name"] is not { Length: > 0 } name) throw AzureErrorException.BadRequest("InvalidRequestFormat", $"Cannot parse the request: a subnet of {network} has no name.");
        string id = $"{network}/subnets/{name}";
        JsonObject properties = given["properties"] is JsonObject some ? some.DeepClone().AsObject() : [];
        properties["provisioningState"] = "Succeeded";
        return new JsonObject
        {
            ["id"] = kept.FirstOrDefault(subnet => Key(subnet) == ResourceId.KeyOf(id))?["id"]?.DeepClone() ?? id,
            ["name"] = name,
            ["type"] = Subnets.Type,
            ["properties"] = properties,
        };
    }

    private static string Key(JsonObject subnet) => ResourceId.KeyOf((string)subnet["id"]!);
}
