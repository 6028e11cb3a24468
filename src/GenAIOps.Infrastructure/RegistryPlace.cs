namespace GenAIOps.Infrastructure;

/// <summary>The registry that all environments share, so that a digest is promoted and never copied.</summary>
/// <param name="Id">Its resource id.</param>
/// <param name="Location">An Azure region; not used where it exists already.</param>
/// <param name="Exists">Whether it is there already and is used as it is.</param>
public sealed record RegistryPlace(string Id, string Location, bool Exists = false)
{
    internal const string Type = "Microsoft.ContainerRegistry/registries";

    /// <summary>One that the pipeline makes.</summary>
    public static RegistryPlace Made(string subscriptionId, string resourceGroup, string name, string location) =>
        new(ArmId.Of(subscriptionId, resourceGroup, Type, name), location);

    /// <summary>One that is there already, by its resource id.</summary>
    public static RegistryPlace Existing(string id) => new(id, "", Exists: true);

    internal IEnumerable<string> Problems()
    {
        if (ExistingResources.Problem("Registry", Id, Type) is { } problem)
        {
            yield return problem;
            yield break;
        }

        var name = ArmId.Parse(Id).Name;
        if (name.Length is < 5 or > 50 || !name.All(char.IsAsciiLetterOrDigit)) yield return $"Registry: '{name}' must be 5 to 50 letters and digits.";
    }
}
