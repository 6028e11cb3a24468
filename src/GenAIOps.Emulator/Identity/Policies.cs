namespace GenAIOps.Emulator.Identity;

/// <summary>Names of the authorization policies that routes ask for.</summary>
internal static class Policies
{
    /// <summary>The emulator about itself: the instance's own token.</summary>
    public const string Owner = nameof(Owner);
    /// <summary>Resource Manager: who has a role with the action that method and path name.</summary>
    public const string Management = nameof(Management);
    /// <summary>Models and Foundry: who has a role with the data action that method and path name.</summary>
    public const string DataPlane = nameof(DataPlane);
}
