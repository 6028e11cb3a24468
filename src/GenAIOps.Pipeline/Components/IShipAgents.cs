using Nuke.Common;

namespace GenAIOps.Pipeline;

/// <summary>What every stage shares: the agent, and where it is shipped to.</summary>
public interface IShipAgents : INukeBuild
{
    AgentDefinition Agent { get; }

    [Parameter("Where to ship to: emulator (a local Azure) or azure")]
    string Cloud => TryGetValue(() => Cloud) ?? "emulator";

    [Parameter("The Azure subscription, a GUID; needed with --cloud azure")]
    string? AzureSubscriptionId => TryGetValue(() => AzureSubscriptionId);

    [Parameter("The Azure region of the environments")]
    string? AzureLocation => TryGetValue(() => AzureLocation);

    [Parameter("The digest of the image to ship; by default the one that Containerize built")]
    string? Digest => TryGetValue(() => Digest);

    [Parameter("Signs the evidence: the address of a Key Vault key, https://<vault>.vault.azure.net/keys/<name>/<version>, or a file; on the emulator by default a file in .genaiops/keys")]
    string? SigningKey => TryGetValue(() => SigningKey);

    [Parameter("The emulator's port; by default the one it used before, or 47443")]
    int? EmulatorPort => TryGetValue<int?>(() => EmulatorPort);
}
