using System.Security.Cryptography;
using System.Text;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence.Agents;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Context;

namespace GenAIOps.Pipeline.Stages;

/// <summary>
/// An image with the configuration of one environment: what a revision is made of, and what names it. What Build.cs says of the environment counts before the agent's
/// files, these before the default.
/// </summary>
internal sealed class RevisionSpec
{
    private readonly EnvironmentContext _context;
    private readonly ContainerAppsClient _apps;
    private readonly LiveEnvironment _environment;
    private readonly Uri _authority;
    private readonly AgentManifest _manifest;
    private readonly IReadOnlyDictionary<string, string> _changed;

    private RevisionSpec(EnvironmentContext context, AgentManifest manifest, AgentConfiguration configuration, (ContainerAppsClient Apps, LiveEnvironment Environment, Uri Authority) live, IReadOnlyDictionary<string, string> changed)
    {
        _context = context;
        (_apps, _environment, _authority) = live;
        _changed = changed;
        _manifest = manifest;
        Configuration = configuration;
    }

    /// <summary>What is the same in every environment.</summary>
    public AgentConfiguration Configuration { get; }

    private DeploymentEnvironment Model => _context.Environment.Definition;

    private string App => _context.Agent.Name;

    private EntraAuthentication? Authentication => _context.Environment.Estate.App.Authentication;

    /// <summary>The configuration alone: no environment is looked at.</summary>
    public static AgentConfiguration ConfigurationOf(EnvironmentContext context) =>
        new(AgentManifest.Of(context.Agent, context.Root).Declared, context.Environment.Estate.Models[0].Identity);

    public static Task<RevisionSpec> InAsync(EnvironmentContext context, CancellationToken cancellationToken) => InAsync(context, new Dictionary<string, string>(), cancellationToken);

    /// <param name="context">The agent and the environment.</param>
    /// <param name="changed">Variables that differ from the environment's own and from the agent's: a variant of an experiment.</param>
    /// <param name="cancellationToken">Cancels what is under way.</param>
    public static async Task<RevisionSpec> InAsync(EnvironmentContext context, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken) =>
        new(context, AgentManifest.Of(context.Agent, context.Root), ConfigurationOf(context), await LiveAsync(context, cancellationToken), changed);

    /// <summary>With the variables of another time. The model is the environment's, whatever it was then.</summary>
    public static async Task<RevisionSpec> OfAsync(EnvironmentContext context, AgentConfiguration configuration, CancellationToken cancellationToken) =>
        new(context, AgentManifest.Of(configuration.Variables), configuration, await LiveAsync(context, cancellationToken), new Dictionary<string, string>());

    /// <summary>The environment's own variables, those of the agent's files, and those of Build.cs. None is a secret: these have no value here.</summary>
    public Dictionary<string, string> Variables(string digest)
    {
        Dictionary<string, string> given = new()
        {
            ["PROJECT_ENDPOINT"] = _environment.ProjectEndpoint.ToString(),
            ["MODEL_DEPLOYMENT_NAME"] = _environment.ModelDeployment,
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = _environment.ConnectionString,
            ["AZURE_CLIENT_ID"] = _environment.Identities[App].ClientId,
            ["GENAIOPS_IMAGE_DIGEST"] = digest,
            [ContainerAppHost.ConfigurationVariable] = Configuration.Sha256,
        };
        var known = new Dictionary<string, string>(given);
        foreach (var other in _context.Agent.HandsOffTo)
        {
            known[AddressVariable(other)] = AddressOf(other);
            known[ScopeVariable(other)] = Authentication?.Scope ?? "";
            if (Authentication is not null) RefuseCallsWithoutToken(App, other, _context.Name, _manifest);
        }

        var variables = _manifest.Over(known);
        foreach (var address in known.Keys.Except(given.Keys).Where(name => !_manifest.Declared.ContainsKey(name))) variables.Remove(address);
        foreach (var (name, value) in Model.Variables.Concat(_changed)) variables[name] = value;
        foreach (var secret in Model.Secrets) variables.Remove(secret.Variable);
        return variables;
    }

    /// <summary>As Agent Service gets them: it gives each agent an identity of its own, where the app's does not exist.</summary>
    public Dictionary<string, string> HostedVariables(string digest)
    {
        var variables = Variables(digest);
        variables.Remove("AZURE_CLIENT_ID");
        return variables;
    }

    /// <summary>A function of image and configuration: the same release has the same name, so that a second run finds it.</summary>
    public Desired Desired(string digest)
    {
        var parts = Variables(digest).Select(pair => $"{pair.Key}={pair.Value}")
            .Concat(Model.Secrets.Select(secret => $"{secret.Variable}@{secret.Address(_environment.VaultUri)}"))
            .Concat(Named());
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Order(StringComparer.Ordinal)))));
        return new Desired($"{App}--r{digest["sha256:".Length..][..8]}{hash[..8]}", digest);
    }

    /// <summary>By digest, never by tag.</summary>
    public string Image(string digest) => $"{_environment.RegistryLoginServer}/{App}@{digest}";

    /// <summary>Where it runs, to be looked at; no revision is made there.</summary>
    public ContainerAppHost Host() => new(_apps, App, _environment.ContainerEnvironmentId);

    /// <summary>Where it runs; what is not named here (cores, scale, probes, ports) stays as it is in an app that exists.</summary>
    /// <param name="digest">The image.</param>
    /// <param name="releaseSet">Names what is released together with it; null: it is released alone.</param>
    public ContainerAppHost Host(string digest, string? releaseSet = null) => new(_apps, App, _environment.ContainerEnvironmentId, suffix => new RevisionTemplate
    {
        Suffix = suffix,
        Image = Image(digest),
        Environment = Variables(digest),
        IdentityId = _environment.Identities[App].Id,
        Cpu = Model.Compute.Cpu ?? _manifest.Cpu,
        Memory = Model.Compute.Memory ?? _manifest.Memory,
        MinReplicas = Model.Compute.MinReplicas,
        MaxReplicas = Model.Compute.MaxReplicas,
        ScaleRules = Model.Compute.ScaleRules.ToDictionary(rule => rule.Name, rule => rule.ConcurrentRequests),
        TargetPort = Model.Compute.Port,
        ReadinessPath = Model.Compute.ReadinessPath,
        LivenessPath = Model.Compute.LivenessPath,
        SecretVariables = Model.Secrets.ToDictionary(secret => secret.Variable, secret => secret.Name),
        Secrets = Model.Secrets.ToDictionary(secret => secret.Name, secret => secret.Address(_environment.VaultUri)),
        IsExternal = Model.Ingress.External ?? true,
        AllowedNetworks = Model.Ingress.AllowedNetworks,
        Authentication = Authentication is { } entra ? new(entra.ClientId, entra.Issuer(_authority, _environment.Identities[App].TenantId), entra.Audiences) : null,
    }, releaseSet);

    /// <summary>As placeholders name the address of another agent: <c>BILLING_AGENT_URL</c>.</summary>
    internal static string AddressVariable(string agent) => agent.ToUpperInvariant().Replace('-', '_') + "_URL";

    /// <summary>An agent that was told of no token sends none, and the other one would refuse each of its calls.</summary>
    internal static void RefuseCallsWithoutToken(string agent, string other, string environment, AgentManifest manifest)
    {
        if (!manifest.Declared.Values.Any(value => value.Contains($"${{{ScopeVariable(other)}}}", StringComparison.Ordinal)))
            throw new InvalidDataException($"Agent '{agent}' hands off to '{other}', which takes no call without a token of Microsoft Entra in {environment} (Ingress.Authentication), and no variable of '{agent}' has the value ${{{ScopeVariable(other)}}}, which says what token to ask for. Nothing was changed. Declare one in its agent.yaml and send a token of the agent's identity with each call, or take Authentication out of build/Build.cs.");
    }

    /// <summary>As placeholders name what a token for another agent is asked for: <c>BILLING_AGENT_SCOPE</c>; empty where it takes calls without one.</summary>
    private static string ScopeVariable(string agent) => agent.ToUpperInvariant().Replace('-', '_') + "_SCOPE";

    private static async Task<(ContainerAppsClient, LiveEnvironment, Uri)> LiveAsync(EnvironmentContext context, CancellationToken cancellationToken) =>
        (await context.AppsAsync(cancellationToken), await context.ReadAsync(cancellationToken), (await context.CloudAsync(cancellationToken)).Authority);

    /// <summary>What Build.cs and the agent's files say of a revision besides its variables; nothing for what they leave to others, so that names do not depend on it.</summary>
    private IEnumerable<string> Named()
    {
        var compute = Model.Compute;
        (string Name, object? Value)[] all =
        [
            ("cpu", compute.Cpu ?? _manifest.Cpu), ("memory", compute.Memory ?? _manifest.Memory), ("minReplicas", compute.MinReplicas), ("maxReplicas", compute.MaxReplicas),
            ("port", compute.Port), ("readiness", compute.ReadinessPath), ("liveness", compute.LivenessPath),
        ];
        return all.Where(entry => entry.Value is not null).Select(entry => FormattableString.Invariant($"{entry.Name}: {entry.Value}")).Concat(compute.ScaleRules.Select(rule => $"rule {rule.Name}: {rule.ConcurrentRequests}"));
    }

    private string AddressOf(string agent) => _environment.DefaultDomain is { } domain
        ? $"https://{agent}.{(Model.Ingress.External is false ? "internal." : "")}{domain}"
        : throw new InvalidDataException($"The Container Apps environment of {_context.Name} does not say its domain, so '{agent}' has no address. Nothing was changed. Look at {_environment.ContainerEnvironmentId}.");
}
