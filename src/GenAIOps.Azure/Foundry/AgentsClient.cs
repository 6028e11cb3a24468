using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Foundry;

/// <summary>A version of an agent: immutable.</summary>
/// <param name="Name">The agent's.</param>
/// <param name="Version">Given by the service.</param>
/// <param name="Status">creating, active, failed, deleting, deleted, or a newer word.</param>
/// <param name="Image">For a hosted agent, by digest; null otherwise.</param>
/// <param name="Metadata">Up to 16 pairs.</param>
public sealed record AgentVersion(string Name, string Version, string Status, string? Image, IReadOnlyDictionary<string, string> Metadata);

/// <summary>What a hosted agent runs.</summary>
public sealed record HostedAgent
{
    /// <summary>By digest.</summary>
    public required string Image { get; init; }
    public string Cpu { get; init; } = "0.5";
    public string Memory { get; init; } = "1Gi";
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}

/// <summary>Agents of a Foundry project: versions and the traffic between them.</summary>
/// <remarks>Foundry's data plane, api-version v1.</remarks>
public sealed class AgentsClient
{
    private const string Scope = "https://ai.azure.com/.default";
    private readonly AzureCloud _cloud;
    private readonly RestPipeline _rest;
    private readonly Uri _project;

    /// <param name="cloud">Where, and as whom.</param>
    /// <param name="projectEndpoint">For example <c>https://account.services.ai.azure.com/api/projects/support</c>.</param>
    public AgentsClient(AzureCloud cloud, Uri projectEndpoint)
    {
        ArgumentNullException.ThrowIfNull(projectEndpoint);
        _cloud = cloud;
        _project = new Uri(projectEndpoint.ToString().TrimEnd('/') + "/");
        _rest = new RestPipeline(cloud, _project, Scope);
    }

    /// <summary>Every version of an agent, newest first; empty if there is no such agent.</summary>
    public async Task<IReadOnlyList<AgentVersion>> GetVersionsAsync(string agent, CancellationToken cancellationToken)
    {
        var listing = await _rest.GetAsync(Address($"agents/{agent}/versions", "&limit=100&order=desc"), cancellationToken);
        return [.. (listing?["data"] as JsonArray ?? []).OfType<JsonObject>().Select(Read)];
    }

    /// <summary>Null if there is none.</summary>
    public async Task<AgentVersion?> GetVersionAsync(string agent, string version, CancellationToken cancellationToken) =>
        await _rest.GetAsync(Address($"agents/{agent}/versions/{version}"), cancellationToken) is { } found ? Read(found) : null;

    /// <summary>Makes a new version; it takes no traffic that is routed by version.</summary>
    public async Task<AgentVersion> CreateVersionAsync(string agent, HostedAgent definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var address = Address($"agents/{agent}/versions");
        var body = new JsonObject
        {
            ["definition"] = new JsonObject
            {
                ["kind"] = "hosted",
                ["cpu"] = definition.Cpu,
                ["memory"] = definition.Memory,
                ["container_configuration"] = new JsonObject { ["image"] = definition.Image },
                ["protocol_versions"] = new JsonArray(new JsonObject { ["protocol"] = "responses", ["version"] = "1.0.0" }),
                ["environment_variables"] = Pairs(definition.Environment),
            },
            ["metadata"] = Pairs(definition.Metadata),
        };
        using var response = await _rest.SendAsync(RequestMethod.Post, address, body, cancellationToken);
        return Read(RestPipeline.Body(response, RequestMethod.Post, address));
    }

    /// <summary>Waits until a version is active.</summary>
    /// <exception cref="RequestFailedException">It failed, or is not active in time.</exception>
    public async Task<AgentVersion> WaitUntilActiveAsync(AgentVersion version, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        var started = _cloud.Time.GetTimestamp();
        while (version.Status is not ("active" or "failed") && _cloud.Time.GetElapsedTime(started) < deadline)
        {
            await Task.Delay(_cloud.IsEmulator ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(3), _cloud.Time, cancellationToken);
            version = await GetVersionAsync(version.Name, version.Version, cancellationToken) ?? version;
        }

        return version.Status == "active" ? version : throw new RequestFailedException(
            $"Version {version.Version} of agent {version.Name} is {version.Status} after {_cloud.Time.GetElapsedTime(started).TotalSeconds:0} s and takes no traffic. Read its log in the project, mend the cause, then run the same command again.");
    }

    /// <summary>Gives all traffic to one version.</summary>
    public async Task RouteAsync(string agent, string version, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["agent_endpoint"] = new JsonObject
            {
                ["version_selector"] = new JsonObject
                {
                    ["version_selection_rules"] = new JsonArray(new JsonObject { ["type"] = "FixedRatio", ["agent_version"] = version, ["traffic_percentage"] = 100 }),
                },
            },
        };
        using var response = await _rest.SendAsync(RequestMethod.Patch, Address($"agents/{agent}"), body, cancellationToken, "application/merge-patch+json");
    }

    /// <summary>Asks one version of an agent.</summary>
    /// <returns>The text of its answer.</returns>
    public async Task<string> RespondAsync(string agent, string version, string input, CancellationToken cancellationToken)
    {
        var address = Address("openai/v1/responses");
        var body = new JsonObject
        {
            ["input"] = input,
            ["agent_reference"] = new JsonObject { ["type"] = "agent_reference", ["name"] = agent, ["version"] = version },
        };
        using var response = await _rest.SendAsync(RequestMethod.Post, address, body, cancellationToken);
        var output = RestPipeline.Body(response, RequestMethod.Post, address)["output"] as JsonArray ?? [];
        return string.Concat(output.OfType<JsonObject>().SelectMany(item => item["content"] as JsonArray ?? []).Select(part => (string?)part?["text"] ?? ""));
    }

    private Uri Address(string path, string query = "") => new(_project, $"{path}?api-version=v1{query}");

    private static AgentVersion Read(JsonObject json) => new(
        (string?)json["name"] ?? "",
        json["version"]?.ToString() ?? "",
        (string?)json["status"] ?? "active",
        (string?)json["definition"]?["container_configuration"]?["image"],
        (json["metadata"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal));

    private static JsonObject Pairs(IReadOnlyDictionary<string, string> pairs) => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
