using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry;

/// <summary>A <c>FixedRatio</c> rule of an agent's endpoint.</summary>
/// <param name="Percentage">Share of the calls, 0 to 100.</param>
internal sealed record VersionRule(string Version, int Percentage)
{
    /// <returns>The rules of a checked <c>agent_endpoint</c>; none when it has none.</returns>
    public static IReadOnlyList<VersionRule> Read(JsonObject? endpoint) =>
        [.. (endpoint?["version_selector"]?["version_selection_rules"] as JsonArray ?? []).Select(rule =>
            new VersionRule((string)rule!["agent_version"]!, (int)rule["traffic_percentage"]!))];

    /// <exception cref="AzureErrorException">A rule cannot be followed: the message names it.</exception>
    public static void Check(JsonObject? endpoint, Agent agent)
    {
        if (endpoint?["version_selector"] is not { } selector) return;
        if ((selector as JsonObject)?["version_selection_rules"] is not JsonArray { Count: > 0 } rules)
            throw Invalid("version_selection_rules must be a list of at least one rule");
        List<VersionRule> read = [.. rules.Select((rule, at) => Check(rule, agent, $"version_selection_rules[{at}]"))];
        if (read.GroupBy(rule => rule.Version).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Invalid($"version '{twice.Key}' is in {twice.Count()} rules");
        int sum = read.Sum(rule => rule.Percentage);
        if (sum != 100) throw Invalid($"the traffic percentages ({string.Join(" + ", read.Select(rule => rule.Percentage))}) add up to {sum}, not to 100");
    }

    private static VersionRule Check(JsonNode? rule, Agent agent, string where)
    {
        JsonObject given = rule as JsonObject ?? throw Invalid($"{where} is not an object");
        if (Text(given["type"]) is not "FixedRatio") throw Invalid($"{where}.type is {given["type"]?.ToJsonString() ?? "missing"}; the only type is 'FixedRatio'");
        if (given["traffic_percentage"] is not JsonValue value || !value.TryGetValue(out int percentage) || percentage is < 0 or > 100)
            throw Invalid($"{where}.traffic_percentage is {given["traffic_percentage"]?.ToJsonString() ?? "missing"}; it must be a whole number from 0 to 100");
        string number = Text(given["agent_version"]) ?? throw Invalid($"{where}.agent_version is missing or not a string");
        AgentVersion version = agent.Find(number) ?? throw Invalid($"{where}: agent '{agent.Name}' has no version '{number}'");
        if (version.Draft) throw Invalid($"{where}: version '{number}' is a draft, and drafts get no traffic from the endpoint");
        if (version.Status != AgentVersionStatus.Active)
            throw Invalid($"{where}: version '{number}' is {version.Status.ToString().ToLowerInvariant()}, and only active versions can get traffic");
        return new VersionRule(number, percentage);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static AzureErrorException Invalid(string problem) =>
        AzureErrorException.BadRequest("invalid_request_error", $"agent_endpoint.version_selector: {problem}. The endpoint was not changed.");
}
