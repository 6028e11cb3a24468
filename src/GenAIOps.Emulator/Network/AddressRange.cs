using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Network;

/// <summary>Address prefixes as Azure takes them.</summary>
internal static class AddressRange
{
    /// <param name="prefix">The JSON of one prefix.</param>
    /// <param name="id">The resource that has it.</param>
    /// <exception cref="AzureErrorException">It is none.</exception>
    public static IPNetwork Read(JsonNode? prefix, string id)
    {
        string text = Text(prefix) ?? throw AzureErrorException.BadRequest("InvalidRequestFormat", $"Cannot parse the request: resource {id} needs an address prefix.");
        if (!IPNetwork.TryParse(text, out IPNetwork range))
            throw AzureErrorException.BadRequest("InvalidAddressPrefixFormat", $"Address prefix {text} of resource {id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");
        return range.ToString() == text ? range
            : throw AzureErrorException.BadRequest("InvalidCIDRNotation", $"The address prefix {text} in resource {id} has an invalid CIDR notation. For the given prefix length, the address prefix should be {range}.");
    }

    public static bool Covers(this IPNetwork outer, IPNetwork inner) => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);

    public static bool Overlaps(this IPNetwork one, IPNetwork other) => one.Covers(other) || other.Covers(one);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
