using System.Collections.Concurrent;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Agents;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Context;

/// <summary>One agent of a run: its sources, its sets and what is made of it. No environment.</summary>
internal sealed class AgentContext(BuildContext build, AgentDefinition agent)
{
    private string? _digest;

    public BuildContext Build { get; } = build;

    public AgentDefinition Agent { get; } = agent;

    public AbsolutePath Root => Build.Root;

    /// <summary>The only agent's is <c>artifacts</c>; of several, each has a folder in it.</summary>
    public AbsolutePath Artifacts => Build.Model.Agents.Count == 1 ? Root / "artifacts" : Root / "artifacts" / Agent.Name;

    public AbsolutePath ImageLayout => Artifacts / "image";

    public string TestSummaryPath => Artifacts / "tests" / "summary.json";

    public TimeProvider Time => Build.Time;

    public bool IsEmulator => Build.Model.IsEmulated;

    public AgentDatasets Datasets { get; } = new(agent);

    /// <summary>Envelopes of evidence that this run has read, by the digest of their manifest.</summary>
    public ConcurrentDictionary<string, byte[]> Envelopes { get; } = new();

    /// <summary>The base that the command line names; null for the agent's own.</summary>
    public string? BaseImage => (Build.Build as IContainerize)?.BaseImage;

    /// <summary>The image that this build ships: --digest, or what Containerize built.</summary>
    public string Digest => _digest ??= Build.Build.Digest is { } given ? GivenDigests.Of(Agent.Name, given, Build.Model.Agents, Build.Build.OnlyAgent) : ReadDigest();

    public EnvironmentContext In(EnvironmentModel environment) => new(this, environment);

    /// <summary>Adds a line to the closing table; with several agents it names this one.</summary>
    public void Report(string key, string value) => Build.Report(Build.Model.Agents.Count == 1 ? key : $"{key} ({Agent.Name})", value);

    /// <summary>A repository that an image names: of the emulator if it is there, else anywhere.</summary>
    public async Task<RegistryClient> RegistryOfAsync(ImageReference reference, CancellationToken cancellationToken) =>
        new(await Build.Clouds.OpenForAsync(Build.Model.Pushing, reference.Registry, cancellationToken), reference.Registry, reference.Repository);

    private string ReadDigest()
    {
        var file = ImageLayout / "digest";
        return File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new ExitCodeException(ExitCodes.BadInput, $"No image was built: {file} is missing. Nothing was deployed. Run ./build.sh Containerize, or name one with --digest.");
    }
}
