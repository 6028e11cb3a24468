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

    /// <summary>For a double in a test: nothing is sent.</summary>
    protected AgentsClient()
    {
        _cloud = null!;
        _rest = null!;
        _project = "";
    }

    /// <summary>Every version of an agent, newest first; empty if there is no such agent.</summary>
    public virtual async Task<IReadOnlyList<AgentVersion>> GetVersionsAsync(string agent, CancellationToken cancellationToken)
    {
        var versions = new List<AgentVersion>();
        for (string? after = null; ;)
        {
            var page = await _rest.GetAsync(Address($"agents/{Segment(agent)}/versions", "&limit=100&order=desc" + after), cancellationToken);
            versions.AddRange(page.Items("data").Select(version => ReadVersion(agent, version)));
            if (!page.Flag("has_more") || page.Text("last_id") is not { Length: > 0 } last)
                return versions;
            after = $"&after={Segment(last)}";
        }
    }

    /// <summary>The version, or null if there is none.</summary>
    public virtual async Task<AgentVersion?> GetVersionAsync(string agent, string version, CancellationToken cancellationToken) =>
        await _rest.GetAsync(Address($"agents/{Segment(agent)}/versions/{Segment(version)}"), cancellationToken) is { } found ? ReadVersion(agent, found) : null;

    /// <summary>Adds a version; the agent is made with its first one. A hosted version is not ready yet: see <see cref="WaitUntilActiveAsync"/>.</summary>
    /// <exception cref="ArgumentException">The definition exceeds a limit; nothing was sent.</exception>
    public virtual async Task<AgentVersion> CreateVersionAsync(string agent, AgentDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Problems().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException($"Agent '{agent}' got no new version. {string.Join(" ", problems)}");
        var body = new JsonObject { ["definition"] = definition.ToJson(), ["metadata"] = AgentDefinition.Pairs(definition.Metadata) };
        return ReadVersion(agent, await SendAsync(RequestMethod.Post, Address($"agents/{Segment(agent)}/versions"), body, cancellationToken));
    }

    /// <summary>Waits until the version can be called.</summary>
    /// <param name="version">As it was made.</param>
    /// <param name="deadline">From now on; Azure takes 2 to 5 minutes for a hosted agent.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">It failed, or was deleted meanwhile.</exception>
    /// <exception cref="TimeoutException">Still being made after the deadline.</exception>
    public virtual async Task<AgentVersion> WaitUntilActiveAsync(AgentVersion version, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        var (agent, end) = (version.Name, _cloud.Time.GetUtcNow() + deadline);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            switch (version.Status)
            {
                case "active":
                    return version;
                case "failed" or "deleting" or "deleted":
                    throw new RequestFailedException(0, $"Version {version.Version} of agent '{agent}' is {version.Status}: {version.Error ?? "no reason given"}. It takes no traffic. Read its log in the project, mend the cause, then run the same command again.", version.Status, null);
            }
            if (_cloud.Time.GetUtcNow() >= end)
                throw new TimeoutException($"Version {version.Version} of agent '{agent}' is still {version.Status} after {deadline.TotalSeconds:0} s. It takes no traffic. Run the same command again to go on waiting.");
            await Task.Delay(pause, _cloud.Time, cancellationToken);
            version = await GetVersionAsync(agent, version.Version, cancellationToken)
                ?? throw new RequestFailedException(404, $"Version {version.Version} of agent '{agent}' was deleted while it was waited for. Run the same command again; it makes a new one.", "NotFound", null);
        }
    }

    /// <summary>Gives all traffic to one version.</summary>
    public virtual Task RouteAsync(string agent, string version, CancellationToken cancellationToken) =>
        SetTrafficAsync(agent, [new AgentTraffic(version, 100)], cancellationToken);

    /// <summary>Sets how the agent's endpoint shares its traffic among versions.</summary>
    /// <exception cref="ArgumentException">The shares do not add up to 100.</exception>
    public virtual async Task SetTrafficAsync(string agent, IReadOnlyList<AgentTraffic> traffic, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        var sum = traffic.Sum(share => share.Percent);
        if (sum != 100 || traffic.Any(share => share.Percent is < 0 or > 100))
            throw new ArgumentException($"Agent '{agent}' was not changed: the shares [{string.Join(", ", traffic.Select(share => $"{share.Version}: {share.Percent}"))}] must each be 0 to 100 and add up to 100, not {sum}.");
        var rules = traffic.Select(share => (JsonNode)new JsonObject { ["type"] = "FixedRatio", ["agent_version"] = share.Version, ["traffic_percentage"] = share.Percent });
        var body = new JsonObject { ["agent_endpoint"] = new JsonObject { ["version_selector"] = new JsonObject { ["version_selection_rules"] = new JsonArray([.. rules]) } } };
        using var response = await _rest.SendAsync(RequestMethod.Patch, Address($"agents/{Segment(agent)}"), body, cancellationToken, "application/merge-patch+json");
    }

    /// <summary>The shares as they are set; empty if none ever were (the latest version then takes all).</summary>
    public virtual async Task<IReadOnlyList<AgentTraffic>> GetTrafficAsync(string agent, CancellationToken cancellationToken)
    {
        var found = await _rest.GetAsync(Address($"agents/{Segment(agent)}"), cancellationToken);
        return [.. found.Items("agent_endpoint", "version_selector", "version_selection_rules")
            .Select(rule => new AgentTraffic(rule.Text("agent_version") ?? "", rule.Int("traffic_percentage")))];
    }

    /// <summary>Asks the agent (OpenAI's Responses API).</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="version">Null: whichever the endpoint's traffic rules choose.</param>
    /// <param name="input">The user's message.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>The whole text of the answer.</returns>
    /// <exception cref="RequestFailedException">Refused, or the agent failed while it answered.</exception>
    public virtual async Task<string> RespondAsync(string agent, string? version, string input, CancellationToken cancellationToken)
    {
        var reference = new JsonObject { ["type"] = "agent_reference", ["name"] = agent };
        if (version is not null)
            reference["version"] = version;
        var address = new Uri($"{_project}/openai/v1/responses");
        var answer = await SendAsync(RequestMethod.Post, address, new JsonObject { ["input"] = input, ["agent_reference"] = reference }, cancellationToken);
        if (answer.Text("status") is "failed" or "cancelled")
            throw new RequestFailedException(200, $"Agent '{agent}' (version {version ?? "by traffic"}) {answer.Text("status")} while it answered: {answer.Text("error", "message") ?? "no reason given"}. Read its log in the project; asking again is safe.", answer.Text("error", "code"), null);
        return string.Concat(answer.Items("output").SelectMany(item => item.Items("content")).Select(part => part.Text("text")));
    }

    private async Task<JsonObject> SendAsync(RequestMethod method, Uri address, JsonObject body, CancellationToken cancellationToken)
    {
        using var response = await _rest.SendAsync(method, address, body, cancellationToken);
        return RestPipeline.Body(response, method, address);
    }

    private static AgentVersion ReadVersion(string agent, JsonObject version) => new(
        version.Text("name") ?? agent,
        version.Text("version") ?? version.Number("version")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        version.Text("status") ?? "active",
        version.Text("definition", "container_configuration", "image"),
        version.At("metadata") is JsonObject metadata ? metadata.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal) : [],
        version.Text("error", "message") ?? version.Text("status_details", "message"));

    private Uri Address(string path, string query = "") => new($"{_project}/{path}?{ApiVersion}{query}");

    private static string Segment(string name) => Uri.EscapeDataString(name);
}
