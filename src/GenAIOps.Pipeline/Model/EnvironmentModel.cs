using GenAIOps.Azure;
using GenAIOps.Infrastructure;

namespace GenAIOps.Pipeline;

/// <summary>An environment with everything that its definition left open filled in. Inert: it was looked up nowhere.</summary>
/// <param name="Definition">As Build.cs says it.</param>
/// <param name="Cloud">Where it is.</param>
/// <param name="Estate">What it is made of.</param>
/// <param name="Identity">Who works there; null: whoever is signed in.</param>
internal sealed record EnvironmentModel(DeploymentEnvironment Definition, TargetCloud Cloud, AgentEnvironment Estate, EnvironmentIdentity? Identity)
{
    public string Name => Definition.Name;

    public bool IsEmulated => Cloud == TargetCloud.Emulator;

    public bool Does(EnvironmentStages stage) => Definition.Does(stage);

    /// <summary>As people shout it: DEV.</summary>
    public string Title => Name.ToUpperInvariant();

    /// <summary>As targets are named after it: <c>prod-eu</c> is ProdEu.</summary>
    public string TargetSuffix => SuffixOf(Name);

    public static string SuffixOf(string environment) =>
        string.Concat(environment.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>The emulator's own application for an environment whose identity nobody names: the same on every machine.</summary>
    public static EnvironmentIdentity EmulatedIdentity(string product, string environment) => new($"{NamedUuid.Of($"{product}/{environment}")}");
}
