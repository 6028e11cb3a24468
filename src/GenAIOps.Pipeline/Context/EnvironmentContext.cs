using GenAIOps.Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evidence;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Context;

/// <summary>One agent in one environment, as seen by who works there.</summary>
internal sealed class EnvironmentContext(AgentContext agent, EnvironmentModel environment)
{
    public AgentContext Of { get; } = agent;

    public EnvironmentModel Environment { get; } = environment;

    public BuildContext Build => Of.Build;

    public AgentDefinition Agent => Of.Agent;

    public AgentDatasets Datasets => Of.Datasets;

    public AbsolutePath Root => Of.Root;

    public AbsolutePath Artifacts => Of.Artifacts;

    public TimeProvider Time => Of.Time;

    /// <summary>Where a stage puts what it leaves: of several environments that have the stage each has a folder of its own, so that none overwrites another's.</summary>
    public AbsolutePath Results(EnvironmentStages stage) => Build.Model.That(stage).Skip(1).Any() ? Artifacts / Name : Artifacts;

    /// <summary>That users are served as before, as a sentence: PROD is as it was.</summary>
    public string Untouched => Build.Model.That(EnvironmentStages.Release).Select(environment => environment.Title).ToList() switch
    {
        [] => "Nothing else was changed.",
        [var only] => $"{only} is as it was.",
        var all => $"{string.Join(" and ", all)} are as they were.",
    };

    /// <summary>Adds a line to the closing table of a target that serves every environment with a stage; of several it names this one.</summary>
    public void Report(EnvironmentStages stage, string key, string value) => Report(Build.Model.That(stage).Skip(1).Any() ? $"{key} {Title}" : key, value);

    /// <summary>A file as messages name it: from the root of the repository.</summary>
    public string Shown(AbsolutePath file) => Path.GetRelativePath(Root, file);

    public string Digest => Of.Digest;

    /// <summary>prod.</summary>
    public string Name => Environment.Name;

    /// <summary>PROD.</summary>
    public string Title => Environment.Title;

    public bool IsEmulator => Environment.IsEmulated;

    public Gate Gate => Environment.Definition.Gate ?? ((Build.Build as IReleaseProd)?.ProdGate is { } gate && gate.Environment == Name ? gate : IReleaseProd.DefaultGateOf(Name, Build.Build is ITestAgent));

    public EvaluationPolicy Policy => (Environment.Definition.Policy ?? Agent.Policy).Checked();

    public ReleasePace Pace => Environment.Definition.Pace ?? (IsEmulator ? new ReleasePace { Poll = TimeSpan.FromMilliseconds(100), Drain = TimeSpan.FromSeconds(1) } : new ReleasePace());

    public void Report(string key, string value) => Of.Report(key, value);

    public Task<AzureCloud> CloudAsync(CancellationToken cancellationToken) => Build.Clouds.OpenAsync(Environment, cancellationToken);

    /// <summary>For calls to the agent, as its users make them: with a token where the environment's apps want one.</summary>
    public async Task<HttpClient> AgentHttpAsync(CancellationToken cancellationToken) =>
        (await CloudAsync(cancellationToken)).CreateHttpClient(Environment.Estate.App.Authentication?.Scope);

    /// <summary>Reads; what is missing ends the stage with exit code 2.</summary>
    public Task<LiveEnvironment> ReadAsync(CancellationToken cancellationToken) => Build.Clouds.ReadAsync(Environment, cancellationToken);

    public async Task<ContainerAppsClient> AppsAsync(CancellationToken cancellationToken) =>
        new(await CloudAsync(cancellationToken), Environment.Estate.SubscriptionId, Environment.Estate.ResourceGroup);

    public async Task<RegistryClient> RegistryAsync(CancellationToken cancellationToken) =>
        new(await CloudAsync(cancellationToken), (await ReadAsync(cancellationToken)).RegistryLoginServer, Agent.Name);

    /// <summary>Reads evidence by public keys: it needs no signing key, and makes none.</summary>
    public async Task<EvidenceReader> EvidenceReaderAsync(CancellationToken cancellationToken)
    {
        var own = Build.Build.SigningKey switch
        {
            { } address when NamedKey.FileOf(address, Root) is null => (await KeyVaultSigner.OpenAsync(await CloudAsync(cancellationToken), new Uri(address), cancellationToken)).PublicKeyPem,
            { } file => TrustedKeys.PublicHalf(NamedKey.FileOf(file, Root)!)
                ?? throw new ExitCodeException(ExitCodes.BadInput, $"--signing-key names {file}, which is not there, nor is its public half beside it. Nothing was read. Correct it, or leave it out: reading takes the keys in keys/."),
            null when IsEmulator => TrustedKeys.PublicHalf(EmulatorKey),
            null => null,
        };
        return new EvidenceReader(await RegistryAsync(cancellationToken), TrustedKeys.In(Root / "keys", own is null ? [] : [own]), Time, Of.Envelopes);
    }

    /// <summary>Signs evidence: opens the key, or makes that of the emulator where it is first needed.</summary>
    public async Task<EvidenceWriter> EvidenceWriterAsync(CancellationToken cancellationToken)
    {
        // What is missing is told before a key is made.
        var registry = await RegistryAsync(cancellationToken);
        ISigner key = Build.Build.SigningKey switch
        {
            { } address when NamedKey.FileOf(address, Root) is null => await KeyVaultSigner.OpenAsync(await CloudAsync(cancellationToken), new Uri(address), cancellationToken),
            { } file => SigningKey.Open(NamedKey.FileOf(file, Root)!),
            null when IsEmulator => SigningKey.OpenOrCreate(EmulatorKey),
            null => throw new ExitCodeException(ExitCodes.BadInput, "--signing-key is missing: with --cloud azure evidence is signed by a key that outlives this machine. Nothing was run. Give https://<vault>.vault.azure.net/keys/<name>/<version>, or a file."),
        };
        return new EvidenceWriter(registry, key, Time, Artifacts / "evidence");
    }

    private AbsolutePath EmulatorKey => Root / ".genaiops" / "keys" / "evidence.pem";
}
