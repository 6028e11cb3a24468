using Azure;
using GenAIOps.Azure.Foundry;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>Agent Service in memory: versions start as they are told to, and traffic goes to active ones only.</summary>
internal sealed class FakeAgents : AgentsClient
{
    private readonly List<AgentVersion> _versions = [];

    public IReadOnlyList<AgentTraffic> Traffic { get; private set; } = [];

    /// <summary>Images that do not start.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>Images that answer nothing.</summary>
    public HashSet<string> Silent { get; } = [];

    public List<string> Log { get; } = [];

    public FakeAgents With(string configuration, string status, string digest = "sha256:known")
    {
        _versions.Add(new AgentVersion("agent", $"{_versions.Count + 1}", status, $"r/agent@{digest}", new Dictionary<string, string> { ["image-digest"] = digest, ["configuration"] = configuration }));
        return this;
    }

    public override Task<IReadOnlyList<AgentVersion>> GetVersionsAsync(string agent, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AgentVersion>>([.. Enumerable.Reverse(_versions)]);

    public override Task<AgentVersion> CreateVersionAsync(string agent, GenAIOps.Azure.Foundry.AgentDefinition definition, CancellationToken cancellationToken)
    {
        var version = new AgentVersion(agent, $"{_versions.Count + 1}", "creating", ((HostedAgent)definition).Image, definition.Metadata);
        _versions.Add(version);
        Log.Add($"make {version.Version}");
        return Task.FromResult(version);
    }

    public override Task<AgentVersion> WaitUntilActiveAsync(AgentVersion version, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var ended = version with { Status = Failing.Contains(version.Image!) ? "failed" : "active" };
        _versions[_versions.FindIndex(known => known.Version == version.Version)] = ended;
        return ended.Status == "active" ? Task.FromResult(ended) : throw new RequestFailedException(0, $"Version {version.Version} of agent 'agent' is failed: it ended with code 1. It takes no traffic.", "failed", null);
    }

    public override Task<IReadOnlyList<AgentTraffic>> GetTrafficAsync(string agent, CancellationToken cancellationToken) => Task.FromResult(Traffic);

    public override Task SetTrafficAsync(string agent, IReadOnlyList<AgentTraffic> traffic, CancellationToken cancellationToken)
    {
        Assert.All(traffic, share => Assert.Equal("active", _versions.Single(version => version.Version == share.Version).Status));
        Traffic = traffic;
        Log.Add($"route to {traffic.Single().Version}");
        return Task.CompletedTask;
    }

    public override Task<string> RespondAsync(string agent, string? version, string input, CancellationToken cancellationToken) =>
        Task.FromResult(Silent.Contains(_versions.Single(known => known.Version == version).Image!) ? " " : "an answer");
}
