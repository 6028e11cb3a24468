using System.Net;
using GenAIOps.Infrastructure;

namespace GenAIOps.Pipeline;

/// <summary>Who reaches an agent. A release makes a new app with it; in one that is there <c>Provision</c> sees to what is said here.</summary>
public sealed record Ingress
{
    /// <summary>Whether the app answers outside of its network. Null: a new one does, and whatever others set afterwards stays.</summary>
    public bool? External { get; init; }

    /// <summary>Networks that may connect, in CIDR notation; all others are refused. Empty: a new one answers everybody, and whatever others set afterwards stays.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Who is let in, by Microsoft Entra. Null: nobody asks in a new app, and whatever others set afterwards stays.</summary>
    public EntraAuthentication? Authentication { get; init; }

    internal IEnumerable<string> Problems()
    {
        foreach (var problem in Authentication?.Problems() ?? []) yield return problem;
        foreach (var network in AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _))) yield return $"Ingress.AllowedNetworks: '{network}' is no network in CIDR notation, such as 203.0.113.0/24.";
    }
}
