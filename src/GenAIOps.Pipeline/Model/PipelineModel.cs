using GenAIOps.Infrastructure;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline;

/// <summary>
/// What the pipeline ships, and where to: environments, agents and registry, checked as a whole before anything runs. Inert data; stages, CI definitions,
/// infrastructure and help are made from it.
/// </summary>
internal sealed class PipelineModel
{
    /// <summary>The emulator has it from its start.</summary>
    public const string EmulatorSubscription = "00000000-0000-0000-0000-000000000001";

    private const string DefaultLocation = "swedencentral";
    private const string EmulatorLocation = "local";

    private PipelineModel(PipelineDefinition definition) => (Definition, Environments) = (definition, Resolve(definition));

    public PipelineDefinition Definition { get; }

    /// <summary>What all of it is called; with one agent, the agent's name.</summary>
    public string Product => ProductOf(Definition);

    public IReadOnlyList<AgentDefinition> Agents => Definition.Agents;

    /// <summary>In the order in which an image goes through them.</summary>
    public IReadOnlyList<EnvironmentModel> Environments { get; }

    /// <summary>Whether nothing of it is in Azure.</summary>
    public bool IsEmulated => Environments.All(environment => environment.IsEmulated);

    /// <summary>The environment whose identity pushes images: the first that an image reaches.</summary>
    public EnvironmentModel Pushing => Environments[0];

    public IEnumerable<EnvironmentModel> That(EnvironmentStages stage) => Environments.Where(environment => environment.Does(stage));

    /// <exception cref="ExitCodeException">Something is wrong: every problem, each with its place. Exit code 2.</exception>
    public static PipelineModel Of(PipelineDefinition definition)
    {
        string[] problems = [.. PipelineProblems.Of(definition)];
        return problems.Length switch
        {
            0 => new PipelineModel(definition),
            1 => throw new ExitCodeException(ExitCodes.BadInput, $"{problems[0]} Nothing was run. Mend it, then run the same command again."),
            _ => throw new ExitCodeException(ExitCodes.BadInput, $"The model of the pipeline has {problems.Length} mistakes. Nothing was run. Mend them, then run the same command again.\n{string.Join('\n', problems.Select(problem => "  " + problem))}"),
        };
    }

    internal static string ProductOf(PipelineDefinition definition) => definition.Product ?? definition.Agents[0].Name;

    internal static IReadOnlyList<EnvironmentModel> Resolve(PipelineDefinition definition)
    {
        // Any order in Build.cs: what deploys comes before what evaluates, and that before what releases.
        List<EnvironmentModel> all = [.. definition.Environments.OrderBy(environment => Rank(environment.Stages)).Select(environment => Resolve(definition, environment))];
        var registry = Registry(definition, all[0]);
        return [.. all.Select(environment => environment with { Estate = environment.Estate with { Registry = registry } })];
    }

    private static int Rank(EnvironmentStages stages) => stages.HasFlag(EnvironmentStages.Deploy) ? 0 : stages.HasFlag(EnvironmentStages.Evaluate) ? 1 : 2;

    private static EnvironmentModel Resolve(PipelineDefinition definition, DeploymentEnvironment environment)
    {
        var cloud = definition.CloudOf(environment);
        var isEmulated = cloud == TargetCloud.Emulator;
        var product = ProductOf(definition);
        var subscription = environment.SubscriptionId ?? (isEmulated ? EmulatorSubscription : definition.SubscriptionId ?? "");
        return new EnvironmentModel(
            environment,
            cloud,
            new AgentEnvironment
            {
                Name = environment.Name,
                SubscriptionId = subscription,
                ResourceGroup = environment.ResourceGroup ?? $"{product}-{environment.Name}",
                Location = isEmulated ? EmulatorLocation : environment.Location ?? definition.Location ?? DefaultLocation,
                Workload = product,
                Agents = [.. definition.Agents.Select(agent => agent.Name)],
                Registry = RegistryPlace.Made(subscription, "x", "xxxxx", EmulatorLocation),
                Existing = environment.Existing,
                Models = environment.Models.Count > 0 ? environment.Models : [isEmulated ? ModelDeployment.Local : ModelDeployment.Cloud],
                LogRetentionDays = environment.LogRetentionDays,
                PublicNetworkAccess = environment.PublicNetworkAccess,
                IsInternal = environment.Ingress.External is false && (environment.Network is not null || environment.Existing.Subnet is not null),
                Network = environment.Network,
                App = new AppSettings
                {
                    IsExternal = environment.Ingress.External,
                    AllowedNetworks = environment.Ingress.AllowedNetworks,
                    // The emulator has one tenant, its own.
                    Authentication = isEmulated && environment.Ingress.Authentication is { } authentication ? authentication with { TenantId = null } : environment.Ingress.Authentication,
                    Secrets = environment.Secrets.DistinctBy(secret => secret.Name).ToDictionary(secret => secret.Name, secret => secret.Secret),
                },
                Principals = new EnvironmentPrincipals { Deployer = environment.Identity?.ObjectId, Approvers = environment.Approvers },
            },
            environment.Identity ?? (isEmulated ? EnvironmentModel.EmulatedIdentity(product, environment.Name) : null));
    }

    private static RegistryPlace Registry(PipelineDefinition definition, EnvironmentModel first)
    {
        var registry = definition.Registry;
        if (registry.Existing is { } existing) return RegistryPlace.Existing(existing);
        var product = ProductOf(definition);
        var subscription = registry.SubscriptionId ?? first.Estate.SubscriptionId;
        var name = registry.Name ?? product.Replace("-", "", StringComparison.Ordinal) + subscription[..Math.Min(6, subscription.Length)];
        return RegistryPlace.Made(subscription, registry.ResourceGroup ?? $"{product}-shared", name, first.IsEmulated ? EmulatorLocation : registry.Location ?? first.Estate.Location);
    }
}
