namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Which registries may see a token of a cloud: whoever has it can act as the identity that is signed in.</summary>
internal static class AzureRegistries
{
    private static readonly Dictionary<string, string> Suffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["management.azure.com"] = ".azurecr.io",
        ["management.chinacloudapi.cn"] = ".azurecr.cn",
        ["management.usgovcloudapi.net"] = ".azurecr.us",
    };

    /// <summary>Whether a registry is known to be one of the cloud's, so that it need not ask first.</summary>
    public static bool IsOf(AzureCloud cloud, RegistryAddress address) => address.Root.Scheme == Uri.UriSchemeHttps
        && (cloud.IsEmulator
            ? address.IsLoopback && address.Root.Port == cloud.ResourceManager.Port
            : Suffixes.TryGetValue(cloud.ResourceManager.Host, out var suffix) && address.Root.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a challenge is to be answered with the cloud's credential.</summary>
    public static bool Accepts(AzureCloud cloud, RegistryAddress address, RegistryChallenge challenge) => challenge.Is("Bearer") && (IsOf(cloud, address) || (HasNamesOfItsOwn(cloud) && IsAzures(address, challenge)));

    /// <summary>What a registry of the cloud asks for.</summary>
    public static RegistryChallenge Challenge(RegistryAddress address) =>
        RegistryChallenge.Parse($"Bearer realm=\"{new Uri(address.Root, AzureTokenExchange.TokenPath)}\",service=\"{address.LoginServer}\"")[0];

    // A cloud that was given by its address (a sovereign one, a private one) names its registries as it likes.
    private static bool HasNamesOfItsOwn(AzureCloud cloud) => !cloud.IsEmulator && !Suffixes.ContainsKey(cloud.ResourceManager.Host);

    private static bool IsAzures(RegistryAddress address, RegistryChallenge challenge) =>
        address.Root.Scheme == Uri.UriSchemeHttps && challenge.Service is { Length: > 0 }
        && Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var realm) && address.IsSameServer(realm) && realm.AbsolutePath == "/" + AzureTokenExchange.TokenPath;
}
