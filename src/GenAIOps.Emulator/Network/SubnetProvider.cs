using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Network;

/// <summary><c>Microsoft.Network/virtualNetworks/subnets</c>: a range of a network. Nothing is routed: apps stay on loopback.</summary>
internal sealed class SubnetProvider(ResourceStore store, Subnets subnets) : IResourceProvider
{
    public string Type => Subnets.Type;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        string network = write.Id.Parent!.Value;
        subnets.Check(write.Id, write.Properties, store.Get(network)!, subnets.In(network).Select(other => ((string)other["name"]!, Subnets.RangeOf(other["properties"]!.AsObject(), (string)other["id"]!))));
        return Task.FromResult(Provisioning.Done);
    }

    public Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken)
    {
        subnets.CheckUnused(id);
        return Task.CompletedTask;
    }
}
