using System.Net;

namespace GenAIOps.Pipeline;

/// <summary>Who reaches an agent. A new app is made with it; of one that is there, nothing of it is changed.</summary>
public sealed record Ingress
{
    /// <summary>Whether the app answers outside of its network. Null: it does.</summary>
    public bool? External { get; init; }

    /// <summary>Networks that may connect, in CIDR notation; all others are refused. Empty: it answers everybody.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    internal IEnumerable<string> Problems()
    {
        foreach (var network in AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _))) yield return $"Ingress.AllowedNetworks: '{network}' is no network in CIDR notation, such as 203.0.113.0/24.";
    }
}
