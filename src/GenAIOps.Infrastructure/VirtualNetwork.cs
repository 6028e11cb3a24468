using System.Net;
using System.Net.Sockets;

namespace GenAIOps.Infrastructure;

/// <summary>A virtual network that provisioning makes, with a subnet for the Container Apps environment alone.</summary>
/// <param name="AddressPrefix">IPv4 in CIDR notation, /8 to /27: <c>10.42.0.0/16</c>.</param>
public sealed record VirtualNetwork(string AddressPrefix)
{
    /// <summary>A subnet of a workload-profiles environment is not smaller.</summary>
    private const int SmallestSubnet = 27;

    /// <summary>Two revisions side by side, with room to grow: a subnet keeps its size for life.</summary>
    private const int DefaultSubnet = 23;

    /// <summary>What a Container Apps environment keeps for itself.</summary>
    private static readonly IPNetwork[] s_reserved =
    [
        .. new[] { "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24", "100.100.0.0/17", "100.100.128.0/19", "100.100.160.0/19", "100.100.192.0/19" }.Select(IPNetwork.Parse),
    ];

    /// <summary>The environment's subnet, in the network, /27 or larger; it cannot be resized. Null: the network's first /23, or all of a smaller network.</summary>
    public string? SubnetPrefix { get; init; }

    /// <summary>What <see cref="SubnetPrefix"/> is without a word.</summary>
    internal string Subnet => SubnetPrefix ?? (TryParse(AddressPrefix) is { PrefixLength: < DefaultSubnet } network ? $"{network.BaseAddress}/{DefaultSubnet}" : AddressPrefix);

    internal IEnumerable<string> Problems()
    {
        if (TryParse(AddressPrefix) is not { } network)
        {
            yield return $"Network.AddressPrefix: '{AddressPrefix}' is no IPv4 network in CIDR notation, such as 10.42.0.0/16.";
            yield break;
        }

        if (network.PrefixLength is < 8 or > SmallestSubnet) yield return $"Network.AddressPrefix: '{AddressPrefix}' must be /8 to /{SmallestSubnet}.";
        if (TryParse(Subnet) is not { } subnet)
        {
            yield return $"Network.SubnetPrefix: '{Subnet}' is no IPv4 network in CIDR notation, such as 10.42.0.0/23.";
            yield break;
        }

        if (!network.Contains(subnet.BaseAddress) || subnet.PrefixLength < network.PrefixLength) yield return $"Network.SubnetPrefix: '{Subnet}' is not inside of '{AddressPrefix}'.";
        else if (SubnetPrefix is not null && subnet.PrefixLength > SmallestSubnet) yield return $"Network.SubnetPrefix: '{Subnet}' must be /{SmallestSubnet} or larger.";
        foreach (var reserved in s_reserved.Where(reserved => reserved.Contains(subnet.BaseAddress) || subnet.Contains(reserved.BaseAddress)))
            yield return $"Network.SubnetPrefix: '{Subnet}' overlaps {reserved}, which Container Apps keeps for itself.";
    }

    private static IPNetwork? TryParse(string text) =>
        IPNetwork.TryParse(text, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork && network.ToString() == text ? network : null;
}
