namespace GenAIOps.Infrastructure;

/// <summary>
/// What the description says of each agent's container app besides its revisions. A release makes a new app with it; in an app that exists provisioning sees to it.
/// Null or empty: not said, and not looked at.
/// </summary>
public sealed record AppSettings
{
    /// <summary>Whether the app answers outside of its network.</summary>
    public bool? IsExternal { get; init; }

    /// <summary>Networks that may connect, in CIDR notation.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>By name in the app: the secret's name in the environment's vault, or its address in any.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is let in.</summary>
    public EntraAuthentication? Authentication { get; init; }

    internal bool SaysNothing => IsExternal is null && AllowedNetworks.Count == 0 && Secrets.Count == 0 && Authentication is null;
}
