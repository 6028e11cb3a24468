using System.Security.Cryptography;
using System.Text;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Stages;

/// <summary>An image with the configuration of one environment: what a revision is made of, and what names it.</summary>
internal sealed class Workload
{
    private readonly string _app;
    private readonly ContainerAppsClient _apps;
    private readonly ProvisionedEnvironment _environment;
    private readonly string _loginServer;
    private readonly AgentManifest _manifest;
    private readonly IReadOnlyDictionary<string, string> _changed;

    private Workload(Session session, AgentManifest manifest, string model, ContainerAppsClient apps, ProvisionedEnvironment environment, string loginServer, IReadOnlyDictionary<string, string> changed)
    {
        _app = session.Agent.Name;
        _apps = apps;
        _environment = environment;
        _loginServer = loginServer;
        _changed = changed;
        _manifest = manifest;
        Configuration = new AgentConfiguration(manifest.Declared, model);
    }

    /// <summary>What is the same in every environment.</summary>
    public AgentConfiguration Configuration { get; }

    public static Task<Workload> InAsync(Session session, string environment, CancellationToken cancellationToken) =>
        InAsync(session, environment, new Dictionary<string, string>(), cancellationToken);

    /// <param name="session">The build.</param>
    /// <param name="environment">dev, qa or prod.</param>
    /// <param name="changed">Variables that differ from the environment's own and from agent.yaml's: a variant of an experiment.</param>
    /// <param name="cancellationToken">Cancels what is under way.</param>
    public static Task<Workload> InAsync(Session session, string environment, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken) =>
        InAsync(session, environment, AgentManifest.Read(session.Agent.Project / "agent.yaml"), session.Describe(environment).Model.Identity, changed, cancellationToken);

    /// <summary>With the variables of another time. The model is the environment's, whatever it was then.</summary>
    public static Task<Workload> OfAsync(Session session, string environment, AgentConfiguration configuration, CancellationToken cancellationToken) =>
        InAsync(session, environment, AgentManifest.Of(configuration.Variables), configuration.Model, new Dictionary<string, string>(), cancellationToken);

    private static async Task<Workload> InAsync(Session session, string environment, AgentManifest manifest, string model, IReadOnlyDictionary<string, string> changed, CancellationToken cancellationToken) => new(
        session,
        manifest,
        model,
        await session.AppsAsync(environment, cancellationToken),
        await session.EnvironmentAsync(environment, cancellationToken),
        (await session.EnvironmentAsync("dev", cancellationToken)).RegistryLoginServer,
        changed);

    /// <summary>The environment's own variables and those of agent.yaml; none is a secret, as the agent signs in with its managed identity.</summary>
    public Dictionary<string, string> Variables(string digest)
    {
        var variables = _manifest.Over(new Dictionary<string, string>
        {
            ["PROJECT_ENDPOINT"] = _environment.ProjectEndpoint.ToString(),
            ["MODEL_DEPLOYMENT_NAME"] = _environment.ModelDeployment,
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = _environment.ConnectionString,
            ["AZURE_CLIENT_ID"] = _environment.IdentityClientId,
            ["GENAIOPS_IMAGE_DIGEST"] = digest,
        });
        foreach (var (name, value) in _changed) variables[name] = value;
        return variables;
    }

    /// <summary>A function of image and configuration: the same release has the same name, so that a second run finds it.</summary>
    public Desired Desired(string digest)
    {
        var configuration = string.Join('\n', Variables(digest).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configuration)));
        return new Desired($"{_app}--r{digest["sha256:".Length..][..8]}{hash[..8]}", digest);
    }

    /// <summary>By digest, never by tag.</summary>
    public string Image(string digest) => $"{_loginServer}/{_app}@{digest}";

    public ContainerAppHost Host(string digest) => new(_apps, _app, _environment.ContainerEnvironmentId, suffix => new RevisionTemplate
    {
        Suffix = suffix,
        Image = Image(digest),
        Environment = Variables(digest),
        IdentityId = _environment.IdentityId,
    });
}
