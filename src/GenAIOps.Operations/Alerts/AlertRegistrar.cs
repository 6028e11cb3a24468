using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;
using GenAIOps.Azure.Monitor;

namespace GenAIOps.Operations.Alerts;

/// <param name="Rule">The rule.</param>
/// <param name="Rehearsed">How it did.</param>
/// <param name="Changed">Whether it was new or different.</param>
/// <param name="State">Fired, Resolved or never.</param>
public sealed record RegisteredAlert(AlertRule Rule, Rehearsed Rehearsed, bool Changed, string State)
{
    public bool FiresOnIncident => Rehearsed.FiresOnIncident;

    public bool SilentWhenHealthy => Rehearsed.SilentWhenHealthy;
}

/// <summary>Registers alert rules: first each is rehearsed; one that would not have fired, or would cry wolf, is registered nowhere.</summary>
public static class AlertRegistrar
{
    private const string GroupApi = "2023-01-01";
    private const string ComponentApi = "2020-02-02";

    /// <param name="cloud">Where, and as whom.</param>
    /// <param name="groupId">The environment's resource group.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="applicationInsightsId">What telemetry rules watch.</param>
    /// <param name="containerAppId">What platform rules watch.</param>
    /// <param name="rules">All rules of this agent: others that were registered before are removed.</param>
    /// <param name="cancellationToken">Stops between rules.</param>
    /// <param name="receivers">Who is told; null leaves an action group that is there as it is, and makes one that tells nobody otherwise.</param>
    /// <exception cref="InvalidDataException">A rule is wrong, or a rehearsal failed; nothing was registered.</exception>
    public static async Task<IReadOnlyList<RegisteredAlert>> ApplyAsync(
        AzureCloud cloud, string groupId, string agent, string applicationInsightsId, string containerAppId, IReadOnlyList<AlertRule> rules, CancellationToken cancellationToken, AlertReceivers? receivers = null)
    {
        ArgumentNullException.ThrowIfNull(groupId);
        ArgumentNullException.ThrowIfNull(rules);
        var rehearsed = Rehearse(rules);
        var arm = new ArmResources(cloud);
        var component = await arm.GetAsync(applicationInsightsId, ComponentApi, cancellationToken)
            ?? throw new InvalidDataException($"'{applicationInsightsId}' does not exist, so there is nothing to watch. Nothing was registered. Run ./build.sh Provision first.");
        var scope = new AlertScope(groupId, agent, applicationInsightsId, containerAppId, (string?)component["location"] ?? "global");

        await EnsureActionGroupAsync(arm, scope, receivers, cancellationToken);
        var changed = new HashSet<string>();
        foreach (var rule in rules)
        {
            if (await EnsureAsync(arm, scope.RuleId(rule), AlertScope.ApiOf(rule.Target), rule.Body(scope), cancellationToken))
                changed.Add(rule.Id);
        }
        await RemoveOthersAsync(arm, scope, rules, cancellationToken);

        var parts = groupId.Split('/');
        var fired = await new AlertsClient(cloud).GetAsync(parts[2], parts[4], cancellationToken);
        return [.. rules.Zip(rehearsed, (rule, result) => new RegisteredAlert(
            rule, result, changed.Contains(rule.Id), fired.FirstOrDefault(alert => alert.Rule == $"{agent}-{rule.Id}")?.Condition ?? "never"))];
    }

    private static Rehearsed[] Rehearse(IReadOnlyList<AlertRule> rules)
    {
        string[] problems =
        [
            .. rules.SelectMany(rule => rule.Problems()),
            .. rules.GroupBy(rule => rule.Id).Where(same => same.Count() > 1).Select(same => $"{same.Key}: {same.Count()} rules have this Id."),
        ];
        if (problems.Length > 0)
            throw new InvalidDataException($"Alert rules are wrong. Nothing was registered. {string.Join(" ", problems)}");
        Rehearsed[] results = [.. rules.Select(Rehearsal.Of)];
        string[] failed = [.. rules.Zip(results).Where(pair => !pair.Second.Passed).Select(pair => pair.Second.FiresOnIncident ? $"{pair.First.Id} (fires on an ordinary day)" : $"{pair.First.Id} (silent in its incident)")];
        return failed.Length == 0
            ? results
            : throw new InvalidDataException($"Alert rules that do not stand their rehearsal: {string.Join(", ", failed)}. Nothing was registered. A rule must fire on its incident and be silent on its healthy series: adjust threshold, window or series.");
    }

    private static async Task EnsureActionGroupAsync(ArmResources arm, AlertScope scope, AlertReceivers? receivers, CancellationToken cancellationToken)
    {
        if (receivers is null && await arm.GetAsync(scope.ActionGroupId, GroupApi, cancellationToken) is not null)
            return;
        await EnsureAsync(arm, scope.ActionGroupId, GroupApi, (receivers ?? AlertReceivers.None).Body(scope), cancellationToken);
    }

    private static async Task<bool> EnsureAsync(ArmResources arm, string id, string apiVersion, JsonObject wanted, CancellationToken cancellationToken)
    {
        if (await arm.GetAsync(id, apiVersion, cancellationToken) is { } present && DesiredState.IsMet(wanted, present))
            return false;
        await arm.CreateOrUpdateAsync(id, apiVersion, wanted, cancellationToken);
        return true;
    }

    /// <summary>A rule that is in code no more must not go on waking people. Only rules that this tool made are looked at.</summary>
    private static async Task RemoveOthersAsync(ArmResources arm, AlertScope scope, IReadOnlyList<AlertRule> rules, CancellationToken cancellationToken)
    {
        var ours = rules.Select(scope.RuleId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var target in (AlertTarget[])[AlertTarget.Telemetry, AlertTarget.Logs])
        {
            var stale = new List<string>();
            await foreach (var rule in arm.ListAsync($"{scope.GroupId}/providers/{AlertScope.TypeOf(target)}", AlertScope.ApiOf(target), cancellationToken))
            {
                var isOurs = (string?)rule["tags"]?["managed-by"] == "GenAIOps" && (string?)rule["tags"]?["workload"] == scope.Agent;
                if (isOurs && (string?)rule["id"] is { } id && !ours.Contains(id))
                    stale.Add(id);
            }
            foreach (var id in stale)
                await arm.DeleteAsync(id, AlertScope.ApiOf(target), cancellationToken);
        }
    }
}
