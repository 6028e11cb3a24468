namespace GenAIOps.Emulator.Identity;

/// <summary>Names of the authorization policies that routes ask for.</summary>
internal static class Policies
{
    /// <summary>ARM and the registry's token exchange: the instance's own token.</summary>
    public const string Management = nameof(Management);
    /// <summary>Models, Foundry, telemetry queries: the instance's own token or a workload's.</summary>
    public const string DataPlane = nameof(DataPlane);
}
