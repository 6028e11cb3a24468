using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GenAIOps.Emulator.Foundry;

internal enum AgentVersionStatus
{
    Creating,
    Active,
    Failed,
}

/// <summary>A version of an agent: everything but its status is fixed when it is made.</summary>
/// <param name="Problem">Why the version failed; null otherwise.</param>
internal sealed record AgentVersion(string Number, DateTimeOffset CreatedAt, string? Description, JsonObject? Metadata, JsonObject Definition,
    bool Draft, AgentVersionStatus Status, string? Problem = null)
{
    [JsonIgnore]
    public bool IsHosted => (string?)Definition["kind"] is "hosted";
}

/// <summary>An agent of a project with its versions, oldest first.</summary>
/// <param name="LastNumber">Numbers are never used again, not even those of deleted versions.</param>
/// <param name="Endpoint"><c>agent_endpoint</c> as it was set; null: all traffic to the newest release.</param>
internal sealed record Agent(string Project, string Name, Guid Guid, bool Enabled, int LastNumber, JsonObject? Endpoint, JsonObject? Card, ImmutableArray<AgentVersion> Versions)
{
    public AgentVersion? Find(string number) => Versions.FirstOrDefault(version => version.Number == number);

    /// <summary>The newest version that is not a draft; of drafts alone, the newest.</summary>
    [JsonIgnore]
    public AgentVersion Latest => Versions.LastOrDefault(version => !version.Draft) ?? Versions[^1];

    /// <summary>Where calls go that name no version: the rules of the endpoint, or else the newest active release alone.</summary>
    [JsonIgnore]
    public IReadOnlyList<VersionRule> Routes =>
        VersionRule.Read(Endpoint) is { Count: > 0 } rules ? rules
        : Versions.LastOrDefault(version => version is { Draft: false, Status: AgentVersionStatus.Active }) is { } newest ? [new VersionRule(newest.Number, 100)]
        : [];

    public Agent With(AgentVersion changed) => this with
    {
        Versions = [.. Versions.Select(version => version.Number == changed.Number ? changed : version)],
    };
}
