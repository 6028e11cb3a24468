using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Foundry;

/// <summary>Agent Service of one Foundry project (data plane, api-version v1).</summary>
public class AgentsClient
{
    private const string Scope = "https://ai.azure.com/.default";
    private const string ApiVersion = "api-version=v1";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(5);

    private readonly RestPipeline _rest;
    private readonly AzureCloud _cloud;
    private readonly string _project;

    /// <param name="cloud">Whose credential and transport are used.</param>
    /// <param name="projectEndpoint"><c>https://{account}.services.ai.azure.com/api/projects/{project}</c>.</param>
    public AgentsClient(AzureCloud cloud, Uri projectEndpoint)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(projectEndpoint);
        _cloud = cloud;
        _rest = new RestPipeline(cloud, projectEndpoint, Scope);
        _project = projectEndpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>Adds a version; the agent is made with its first one. A hosted version is not ready yet: see <see cref="WaitUntilActiveAsync"/>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="definition">What the version is made of.</param>
    /// <param name="metadata">Up to 16 pairs, keys to 64 and values to 512 characters.</param>
    /// <param name="ct">Stops waiting for the answer.</param>
    /// <exception cref="ArgumentException">The metadata exceed a limit; nothing was sent.</exception>
    public virtual async Task<AgentVersion> CreateVersionAsync(
        string agent, AgentDefinition definition, IReadOnlyDictionary<string, string>? metadata, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var body = new JsonObject { ["definition"] = definition.ToJson() };
        if (metadata is { Count: > 0 })
            body["metadata"] = Checked(agent, metadata);
        return ReadVersion(agent, await SendAsync(RequestMethod.Post, Address($"agents/{Segment(agent)}/versions"), body, ct));
    }

    /// <summary>The version, or null if there is none.</summary>
    public virtual async Task<AgentVersion?> GetVersionAsync(string agent, string version, CancellationToken ct) =>
        await _rest.GetAsync(Address($"agents/{Segment(agent)}/versions/{Segment(version)}"), ct) is { } found ? ReadVersion(agent, found) : null;

    /// <summary>Waits until the version can be called.</summary>
    /// <exception cref="RequestFailedException">It failed, or was deleted meanwhile.</exception>
    /// <exception cref="TimeoutException">Still being made after <paramref name="deadline"/>; Azure takes 2 to 5 minutes.</exception>
    public virtual async Task<AgentVersion> WaitUntilActiveAsync(string agent, string version, TimeSpan deadline, CancellationToken ct)
    {
        var end = _cloud.Time.GetUtcNow() + deadline;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var present = await GetVersionAsync(agent, version, ct)
                ?? throw new RequestFailedException(404, $"Agent '{agent}' has no version '{version}': it was deleted or never made. Create it again.", "NotFound", null);
            switch (present.Status)
            {
                case "active":
                    return present;
                case "failed" or "deleting" or "deleted":
                    throw new RequestFailedException(0, $"Agent '{agent}' version '{version}' is {present.Status}: {present.Error ?? "no reason given"}. It takes no traffic. Look at its container's log, correct the cause and create a new version.", present.Status, null);
            }
            if (_cloud.Time.GetUtcNow() >= end)
                throw new TimeoutException($"Agent '{agent}' version '{version}' is still '{present.Status}' after {deadline.TotalSeconds:0} s. It takes no traffic. Run this again to go on waiting.");
            await Task.Delay(pause, _cloud.Time, ct);
        }
    }

    /// <summary>Sets how the agent's endpoint shares its traffic among versions.</summary>
    /// <exception cref="ArgumentException">The shares do not add up to 100.</exception>
    public virtual async Task SetTrafficAsync(string agent, IReadOnlyList<AgentTraffic> traffic, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        var sum = traffic.Sum(share => share.Percent);
        if (sum != 100 || traffic.Any(share => share.Percent is < 0 or > 100))
            throw new ArgumentException($"Agent '{agent}' was not changed: the shares [{string.Join(", ", traffic.Select(share => $"{share.Version}: {share.Percent}"))}] must each be 0 to 100 and add up to 100, not {sum}.");
        var rules = traffic.Select(share => (JsonNode)new JsonObject { ["type"] = "FixedRatio", ["agent_version"] = share.Version, ["traffic_percentage"] = share.Percent });
        var body = new JsonObject { ["agent_endpoint"] = new JsonObject { ["version_selector"] = new JsonObject { ["version_selection_rules"] = new JsonArray([.. rules]) } } };
        using var response = await _rest.SendAsync(RequestMethod.Patch, Address($"agents/{Segment(agent)}"), body, ct, "application/merge-patch+json");
    }

    /// <summary>The shares as they are set; empty if none ever were (the latest version then takes all).</summary>
    public virtual async Task<IReadOnlyList<AgentTraffic>> GetTrafficAsync(string agent, CancellationToken ct)
    {
        var found = await _rest.GetAsync(Address($"agents/{Segment(agent)}"), ct);
        return [.. found.Items("agent_endpoint", "version_selector", "version_selection_rules")
            .Select(rule => new AgentTraffic(rule.Text("agent_version") ?? "", rule.Int("traffic_percentage")))];
    }

    /// <summary>Asks the agent (OpenAI's Responses API).</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="version">Null: whichever the endpoint's traffic rules choose.</param>
    /// <param name="input">The user's message.</param>
    /// <param name="ct">Stops waiting for the answer.</param>
    public virtual async Task<AgentResponse> RespondAsync(string agent, string? version, string input, CancellationToken ct)
    {
        var reference = new JsonObject { ["type"] = "agent_reference", ["name"] = agent };
        if (version is not null)
            reference["version"] = version;
        var answer = await SendAsync(RequestMethod.Post, new Uri($"{_project}/openai/v1/responses"), new JsonObject { ["input"] = input, ["agent_reference"] = reference }, ct);
        var text = string.Concat(answer.Items("output").SelectMany(item => item.Items("content")).Select(part => part.Text("text")));
        return new AgentResponse(
            answer.Text("id") ?? "", answer.Text("status") ?? "unknown", text,
            (int?)answer.Number("usage", "input_tokens"), (int?)answer.Number("usage", "output_tokens"), answer);
    }

    private async Task<JsonObject> SendAsync(RequestMethod method, Uri address, JsonObject body, CancellationToken ct)
    {
        using var response = await _rest.SendAsync(method, address, body, ct);
        return RestPipeline.Body(response, method, address);
    }

    private static AgentVersion ReadVersion(string agent, JsonObject version) => new(
        version.Text("name") ?? agent,
        version.Text("version") ?? version.Number("version")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        version.Text("status") ?? "active",
        version.Text("error", "message") ?? version.Text("status_details", "message"),
        version.At("metadata") is JsonObject metadata ? metadata.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "") : [],
        version.Text("definition", "container_configuration", "image"));

    private static JsonObject Checked(string agent, IReadOnlyDictionary<string, string> metadata)
    {
        var tooLong = metadata.Where(pair => pair.Key.Length > 64 || pair.Value.Length > 512).Select(pair => pair.Key).ToArray();
        if (metadata.Count > 16 || tooLong.Length > 0)
            throw new ArgumentException($"Agent '{agent}' got no new version: metadata may have 16 pairs (these are {metadata.Count}), keys to 64 and values to 512 characters (exceeded by: {string.Join(", ", tooLong)}).");
        return new JsonObject(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private Uri Address(string path) => new($"{_project}/{path}?{ApiVersion}");

    private static string Segment(string name) => Uri.EscapeDataString(name);
}
