using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Network;

/// <summary>What subnets must be, and who is in them.</summary>
internal sealed class Subnets(ResourceStore store)
{
    public const string NetworkType = "Microsoft.Network/virtualNetworks", Type = "Microsoft.Network/virtualNetworks/subnets";
    private const string EnvironmentType = "Microsoft.App/managedEnvironments";

    public IReadOnlyList<JsonObject> In(string network) => store.List($"{network}/subnets", Type);

    /// <exception cref="AzureErrorException">The network has no room for it there.</exception>
    public void Check(ResourceId id, JsonObject properties, JsonObject network, IEnumerable<(string Name, IPNetwork Range)> others)
    {
        IPNetwork range = RangeOf(properties, id.Value);
        string name = (string)network["name"]!;
        if (range.PrefixLength > 29 || !NetworkProvider.RangesOf(network).Any(outer => outer.Covers(range)))
            throw AzureErrorException.BadRequest("NetcfgInvalidSubnet", $"Subnet '{id.Name}' is not valid in virtual network '{name}'.");
        if (others.Any(other => !other.Name.Equals(id.Name, StringComparison.OrdinalIgnoreCase) && other.Range.Overlaps(range)))
            throw AzureErrorException.BadRequest("NetcfgSubnetRangesOverlap", $"Subnet '{id.Name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '{name}'.");
        if (store.Get(id.Value) is { } before && UserOf(id.Value) is { } user && RangeOf(before["properties"]!.AsObject(), id.Value).ToString() != range.ToString())
            throw AzureErrorException.BadRequest("InUseSubnetCannotBeUpdated", $"Subnet {id.Name} is in use by {user} and cannot be updated.");
    }

    /// <exception cref="AzureErrorException">Somebody is in it.</exception>
    public void CheckUnused(ResourceId id)
    {
        if (UserOf(id.Value) is { } user && !IsGoing(ResourceId.Parse(user).ResourceGroup!))
            throw AzureErrorException.BadRequest("InUseSubnetCannotBeDeleted", $"Subnet {id.Name} is in use by {user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.");
    }

    /// <summary>For a Container Apps environment with workload profiles.</summary>
    /// <exception cref="AzureErrorException">It is not there, too small, not delegated, or another environment is in it.</exception>
    public void CheckEnvironment(string subnet, string environment)
    {
        if (store.Get(subnet) is not { } found || !string.Equals((string?)found["type"], Type, StringComparison.OrdinalIgnoreCase))
            throw AzureErrorException.BadRequest("ManagedEnvironmentInvalidNetworkConfiguration", $"The environment network configuration is invalid: Subnet '{subnet}' was not found.");
        if (RangeOf(found["properties"]!.AsObject(), subnet).PrefixLength > 27)
            throw AzureErrorException.BadRequest("ManagedEnvironmentInvalidNetworkConfiguration", "The environment network configuration is invalid: Provided subnet must have a size of at least /27.");
        if (!(found["properties"]!["delegations"] as JsonArray ?? []).Any(each => "Microsoft.App/environments".Equals((string?)each?["properties"]?["serviceName"], StringComparison.OrdinalIgnoreCase)))
            throw AzureErrorException.BadRequest("ManagedEnvironmentSubnetDelegationError", "The subnet of the environment must be delegated to the service 'Microsoft.App/environments'.");
        if (UserOf(subnet) is { } user && ResourceId.KeyOf(user) != ResourceId.KeyOf(environment))
            throw AzureErrorException.BadRequest("ManagedEnvironmentSubnetInUse", $"The subnet '{subnet}' is in use by '{user}'. An environment needs a subnet of its own.");
    }

    public static IPNetwork RangeOf(JsonObject properties, string id) => AddressRange.Read(properties["addressPrefix"] ?? (properties["addressPrefixes"] as JsonArray)?.FirstOrDefault(), id);

    /// <summary>With its group everything in it goes, in whatever order.</summary>
    private bool IsGoing(ResourceId group) => (string?)store.Get(group.Value)?["properties"]?["provisioningState"] is "Deleting";

    private string? UserOf(string subnet) => store.List(type: EnvironmentType)
        .Where(each => (string?)each["properties"]?["vnetConfiguration"]?["infrastructureSubnetId"] is { } its && ResourceId.KeyOf(its) == ResourceId.KeyOf(subnet))
        .Select(each => (string)each["id"]!).FirstOrDefault();
}
