using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenAIOps.Scenarios;

/// <summary>A line of the emulator's request log, and what it means: who reads, writes or asks what.</summary>
/// <remarks>
/// Areas are <c>prod.app</c> (the container app), <c>prod.alerts</c> (rules, action group, workbook, what fires), <c>prod.infra</c> (every other resource of the group), <c>prod.foundry</c>
/// (agents and evaluations of its project), <c>shared.infra</c> (the registry as a resource) and <c>registry</c> (its images). To ask an agent or a model is neither to read nor to write.
/// </remarks>
internal sealed partial record RecordedRequest(string Principal, string? ObjectId, string Method, string Path, string? Host, int Status)
{
    private static readonly string[] s_alerts = ["Microsoft.AlertsManagement", "Microsoft.Insights/metricAlerts", "Microsoft.Insights/scheduledQueryRules", "Microsoft.Insights/activityLogAlerts", "Microsoft.Insights/actionGroups", "Microsoft.Insights/workbooks"];

    public static RecordedRequest Parse(string line)
    {
        var json = JsonNode.Parse(line)!;
        return new((string)json["principal"]!, (string?)json["oid"], (string)json["method"]!, (string)json["path"]!, (string?)json["host"], (int)json["status"]!);
    }

    public bool IsRead => Method is "GET" or "HEAD";

    /// <summary>An exchange of tokens, the emulator's own state, and telemetry of apps: no access to anybody's resources.</summary>
    public bool IsNoAccess => (Principal, Method, Path) switch
    {
        // A build that was compiled anew brings another emulator.
        ("owner", _, "/healthz" or "/emulator/requests" or "/emulator/stop") => true,
        ("anonymous", "POST", "/v2.1/track") => true,
        ("anonymous", "GET", "/msi/token") => true,
        ("anonymous", "POST", var path) => path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal),
        _ => IsRegistryToken,
    };

    /// <summary>What the table says of it: <c>qa reads registry</c>.</summary>
    /// <param name="environments">By the object id of the identity that works there.</param>
    public string Sentence(IReadOnlyDictionary<string, string> environments)
    {
        var verb = IsRead ? "reads" : IsQuestion ? "asks" : "writes";
        return $"{Who(environments)} {verb} {(verb == "asks" ? Area.Replace(".foundry", "", StringComparison.Ordinal) : Area)}";
    }

    public override string ToString() => $"{Principal} {Method} {(Host is null ? "" : $"//{Host}")}{Path} ({Status})";

    private bool IsRegistryToken => Path is "/oauth2/exchange" or "/oauth2/token";

    private bool IsQuestion => Method == "POST" && (Path.EndsWith("/responses", StringComparison.Ordinal) || Path.EndsWith("/chat/completions", StringComparison.Ordinal));

    private string Area => Host is not null ? $"//{Host}{Path}"
        : OperationOf().Match(Path) is { Success: true } operation ? AreaOf(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(operation.Groups["id"].Value)))
        : AreaOf(Path);

    /// <summary>An agent asks the models of its own environment, whichever principal of it that is.</summary>
    private string Who(IReadOnlyDictionary<string, string> environments) =>
        Principal == "owner" ? "owner"
        : ObjectId is not null && environments.TryGetValue(ObjectId, out var environment) ? environment
        : AgentIn().Match(Principal) is { Success: true } agent ? $"agent in {agent.Groups["environment"].Value}"
        : Principal;

    public static string AreaOf(string path)
    {
        if (path.StartsWith("/v2/support-agent/", StringComparison.Ordinal)) return "registry";
        if (Project().Match(path) is { Success: true } project) return $"{project.Groups["environment"].Value}.foundry";
        if (InGroup().Match(path) is not { Success: true } group) return path;
        var provider = group.Groups["provider"].Value;
        var plane = provider == "Microsoft.App/containerApps" ? "app" : s_alerts.Any(alerts => provider.StartsWith(alerts, StringComparison.Ordinal)) ? "alerts" : "infra";
        return $"{group.Groups["environment"].Value}.{plane}";
    }

    [GeneratedRegex("^/subscriptions/[^/]+/resourceGroups/support-agent-(?<environment>[a-z]+)(/resources|/providers/(?<provider>[^/]+/[^/]+).*)?$")]
    private static partial Regex InGroup();

    [GeneratedRegex("^/subscriptions/[^/]+/providers/Microsoft.App/locations/[^/]+/operation(Statuses|Results)/(?<id>[^/]+)$")]
    private static partial Regex OperationOf();

    [GeneratedRegex("^/api/projects/support-agent-(?<environment>[a-z]+)/")]
    private static partial Regex Project();

    [GeneratedRegex(@"^workload:(agent\.support-agent-(?<environment>[a-z]+)\.support-agent\.\d+|support-agent--[^.]+\.(?<environment>[a-z]+))$")]
    private static partial Regex AgentIn();
}
