using Nuke.Common;
using Nuke.Common.Execution;

// What CI and the documentation name. A shell's DIGEST, HOURS or CHECK is no parameter.
[assembly: ParameterVariables("SIGNING_KEY", "BASE_IMAGE", "AZURE_SUBSCRIPTION_ID", "AZURE_LOCATION", "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "SOURCE_DATE_EPOCH")]

namespace GenAIOps.Pipeline;

/// <summary>
/// What every stage shares: the agents, the environments and the registry. A build gives <see cref="Agent"/> or <see cref="Agents"/>; without more it ships to dev, qa and
/// prod on the emulator.
/// </summary>
public interface IShipAgents : INukeBuild, IDefineTargets
{
    /// <summary>The only agent. With several, give <see cref="Agents"/>.</summary>
    AgentDefinition Agent => throw new ExitCodeException(ExitCodes.BadInput, "The build names no agent. Nothing was run. Give IShipAgents.Agent, or IShipAgents.Agents, in build/Build.cs.");

    /// <summary>All agents that are shipped together; one CI definition serves them all.</summary>
    IReadOnlyList<AgentDefinition> Agents => [Agent];

    /// <summary>Where they are shipped to, in any order.</summary>
    IReadOnlyList<DeploymentEnvironment> Environments => DeploymentEnvironment.Defaults;

    /// <summary>Where their images are.</summary>
    ImageRegistry Registry => new(null, "");

    /// <summary>What all of it is called: a part of the names of resources. Default: the first agent's name.</summary>
    string Product => Agents[0].Name;

    IReadOnlyDictionary<string, Target> IDefineTargets.DefinedTargets => ModelTargets.Of(this);

    [Parameter("Where to ship to: emulator (a local Azure, the default) or azure; an environment that names its cloud stays there, unless this says emulator")]
    string? Cloud => TryGetValue(() => Cloud);

    [Parameter("Only this agent of several", Name = "Agent")]
    string? OnlyAgent => TryGetValue(() => OnlyAgent);

    [Parameter("Only this environment, for targets that serve several", Name = "Environment")]
    string? OnlyEnvironment => TryGetValue(() => OnlyEnvironment);

    [Parameter("The Azure subscription, a GUID, of environments that name none; needed with --cloud azure")]
    string? AzureSubscriptionId => TryGetValue(() => AzureSubscriptionId);

    [Parameter("The Azure region of environments that name none")]
    string? AzureLocation => TryGetValue(() => AzureLocation);

    [Parameter("The digest of the image to ship (of several agents, agent=digest separated by commas); by default the one that Containerize built")]
    string? Digest => TryGetValue(() => Digest);

    [Parameter("Signs the evidence: the address of a Key Vault key, https://<vault>.vault.azure.net/keys/<name>/<version>, or a file; on the emulator by default a file in .genaiops/keys")]
    string? SigningKey => TryGetValue(() => SigningKey);

    [Parameter("The emulator's port; by default the one it used before, or 47443")]
    int? EmulatorPort => TryGetValue<int?>(() => EmulatorPort);
}
