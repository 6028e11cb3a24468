using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Local;
using GenAIOps.Pipeline.Stages;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline;

/// <summary>
/// One build's view of the world: the agent, its files, and the cloud, opened when a stage first needs it. There is one
/// way to reach a cloud; the emulator differs only in its endpoints and credential.
/// </summary>
internal sealed class Session
{
    private static readonly ConditionalWeakTable<INukeBuild, Session> Sessions = [];

    private const string DefaultLocation = "swedencentral";

    private readonly IShipAgents _build;
    private readonly Dictionary<string, ProvisionedEnvironment> _environments = [];
    private readonly ConcurrentDictionary<AbsolutePath, Dataset> _sets = new();
    private AzureCloud? _cloud;
    private string? _digest;

    private Session(IShipAgents build)
    {
        _build = build;
        Agent = build.Agent;
        if (build.Cloud is not ("emulator" or "azure"))
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"--cloud {build.Cloud} is unknown. Nothing was run. Use emulator (the default) or azure.");
        }
    }

    public AgentDefinition Agent { get; }

    public AbsolutePath Root => _build.RootDirectory;

    public AbsolutePath Artifacts => Root / "artifacts";

    public AbsolutePath ImageLayout => Artifacts / "image";

    public string TestSummaryPath => Artifacts / "tests" / "summary.json";

    public bool IsEmulator => _build.Cloud == "emulator";

    public TimeProvider Time { get; } = TimeProvider.System;

    public EmulatorProcess Emulator => new(Root, Agent.EmulatorBinaries, _build.EmulatorPort);

    /// <summary>What PROD asks for.</summary>
    public Delivery.Gates.Gate ProdGate => (_build as IReleaseProd)?.ProdGate ?? IReleaseProd.DefaultGate;

    /// <summary>The base that the command line names; null for the agent's own.</summary>
    public string? BaseImage => (_build as IContainerize)?.BaseImage;

    /// <summary>The image that this build ships: --digest, or what Containerize built.</summary>
    public string Digest => _digest ??= _build.Digest is { } given ? Checked(given) : ReadDigest();

    public static Session Of(IShipAgents build) => Sessions.GetValue(build, key => new Session((IShipAgents)key));

    /// <summary>A set, read once in a build: one that changes in between is told when its rows are read.</summary>
    public Dataset Set(AbsolutePath path) => _sets.GetOrAdd(path, Sets.Open);

    /// <summary>Adds a line to the closing table.</summary>
    public void Report(string key, string value) => _build.ReportSummary(summary =>
    {
        summary[key] = value;
        return summary;
    });

    /// <summary>Runs a stage; a cloud that cannot be used, or a disk that is full, ends it with exit code 6 and one line.</summary>
    public async Task RunAsync(Func<Session, CancellationToken, Task> stage)
    {
        try
        {
            await stage(this, BuildExtras.Cancellation);
        }
        catch (AzureCloudException e)
        {
            throw new ExitCodeException(ExitCodes.CloudUnusable, e.Message);
        }
        catch (IOException e) when (DiskIsFull(e))
        {
            throw new ExitCodeException(ExitCodes.CloudUnusable, $"The disk is full: {e.Message} What runs goes on. Make room, then run the same command again.");
        }
        catch (InvalidDataException e)
        {
            throw new ExitCodeException(ExitCodes.BadInput, e.Message);
        }
    }

    public async Task<AzureCloud> CloudAsync(CancellationToken cancellationToken)
    {
        if (_cloud is not null)
        {
            return _cloud;
        }

        if (!IsEmulator)
        {
            return _cloud = AzureCloud.Public();
        }

        var (instance, started) = await Emulator.UpAsync(cancellationToken);
        if (started)
        {
            Serilog.Log.Information("The emulator runs on {Endpoint} (process {Pid}); ./build.sh LocalDown stops it", instance.Endpoint, instance.Pid);
        }

        return _cloud = AzureCloud.Emulator(Emulator.InstancePath);
    }

    /// <param name="name">dev, qa or prod.</param>
    /// <param name="cancellationToken">Cancels what is under way.</param>
    public async Task<ProvisionedEnvironment> EnvironmentAsync(string name, CancellationToken cancellationToken)
    {
        if (!_environments.TryGetValue(name, out var environment))
        {
            environment = await Provisioner.ApplyAsync(await CloudAsync(cancellationToken), Describe(name), cancellationToken);
            _environments[name] = environment;
        }

        return environment;
    }

    public async Task<ContainerAppsClient> AppsAsync(string name, CancellationToken cancellationToken)
    {
        var environment = await EnvironmentAsync(name, cancellationToken);
        return new ContainerAppsClient(await CloudAsync(cancellationToken), environment.SubscriptionId, environment.ResourceGroup);
    }

    public async Task<RegistryClient> RegistryAsync(CancellationToken cancellationToken)
    {
        var environment = await EnvironmentAsync("dev", cancellationToken);
        return new RegistryClient(await CloudAsync(cancellationToken), environment.RegistryLoginServer, Agent.Name);
    }

    /// <summary>A repository that an image names: of the emulator if it is there, else anywhere.</summary>
    public async Task<RegistryClient> RegistryOfAsync(Delivery.Images.ImageReference reference, CancellationToken cancellationToken) =>
        new(IsEmulator && !reference.Registry.StartsWith("127.0.0.1:", StringComparison.Ordinal) ? AzureCloud.Public() : await CloudAsync(cancellationToken), reference.Registry, reference.Repository);

    public async Task<EvidenceStore> EvidenceAsync(CancellationToken cancellationToken)
    {
        ISigner key = _build.SigningKey switch
        {
            { } address when address.StartsWith("https://", StringComparison.Ordinal) => await KeyVaultSigner.OpenAsync(await CloudAsync(cancellationToken), new Uri(address), cancellationToken),
            { } file => SigningKey.OpenOrCreate(Path.GetFullPath(file, Root)),
            null when IsEmulator => SigningKey.OpenOrCreate(Root / ".genaiops" / "keys" / "evidence.pem"),
            null => throw new ExitCodeException(ExitCodes.BadInput, "--signing-key is missing: with --cloud azure evidence is signed by a key that outlives this machine. Nothing was run. Give https://<vault>.vault.azure.net/keys/<name>/<version>, or a file."),
        };
        return new EvidenceStore(await RegistryAsync(cancellationToken), key, TrustedKeys.Of(key, Root / "keys"), Time, Artifacts / "evidence");
    }

    /// <summary>The environments of this pipeline, as code.</summary>
    public AgentEnvironment Describe(string name)
    {
        var subscription = IsEmulator ? "00000000-0000-0000-0000-000000000001" : _build.AzureSubscriptionId;
        if (!Guid.TryParse(subscription, out _))
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"--azure-subscription-id is '{subscription}', and --cloud azure needs a subscription's GUID. Nothing was run. Set it, or the variable AZURE_SUBSCRIPTION_ID.");
        }

        return IsEmulator
            ? Describe(name, subscription!, "local", ModelDeployment.Local)
            : Describe(name, subscription!, _build.AzureLocation ?? DefaultLocation, ModelDeployment.Cloud);
    }

    /// <summary>The same environment in Azure, whatever this build ships to: what the committed templates say.</summary>
    public AgentEnvironment DescribeInCloud(string name) =>
        Describe(name, "00000000-0000-0000-0000-000000000000", DefaultLocation, ModelDeployment.Cloud);

    private AgentEnvironment Describe(string name, string subscription, string location, ModelDeployment model) => new()
    {
        Name = name,
        SubscriptionId = subscription,
        ResourceGroup = $"{Agent.Name}-{name}",
        SharedResourceGroup = $"{Agent.Name}-shared",
        Location = location,
        Workload = Agent.Name,
        Registry = Agent.Name.Replace("-", "", StringComparison.Ordinal) + subscription[..6],
        Model = model,
    };

    public static IReadOnlyList<string> EnvironmentNames { get; } = ["dev", "qa", "prod"];

    private static string Checked(string digest) => digest is ['s', 'h', 'a', '2', '5', '6', ':', .. { Length: 64 } hex] && hex.All(char.IsAsciiHexDigitLower)
        ? digest
        : throw new ExitCodeException(ExitCodes.BadInput, $"--digest is '{digest}'. Nothing was run. Give sha256: and 64 hexadecimal digits, as in artifacts/image/digest: a tag may move.");

    private string ReadDigest()
    {
        var file = ImageLayout / "digest";
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new ExitCodeException(ExitCodes.BadInput, $"No image was built: {file} is missing. Nothing was deployed. Run ./build.sh Containerize, or name one with --digest.");
    }

    private static bool DiskIsFull(IOException e) => (e.HResult & 0xFFFF) is 28 or 0x70;
}
