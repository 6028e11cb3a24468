using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>Entries of a container app's configuration: the same whether a release makes the app with them or provisioning adds them.</summary>
public static class AppConfiguration
{
    /// <summary>A network that may connect; Azure refuses all others once there is one. Named after the network, so that it is the same entry each time.</summary>
    public static JsonObject Restriction(string network) => new() { ["name"] = $"genaiops-{network.Replace('/', '-')}", ["ipAddressRange"] = network, ["action"] = "Allow" };

    /// <summary>A secret by reference: its value is in Key Vault, and nowhere in the app.</summary>
    /// <param name="name">In the app.</param>
    /// <param name="address">In the vault.</param>
    /// <param name="identity">Resource id of the identity that reads it, or <c>system</c>.</param>
    public static JsonObject Secret(string name, string address, string identity) => new() { ["name"] = name, ["keyVaultUrl"] = address, ["identity"] = identity };
}
