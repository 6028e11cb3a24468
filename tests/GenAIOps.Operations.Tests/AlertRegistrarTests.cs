using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Fakes;
using GenAIOps.Operations.Alerts;
using GenAIOps.Operations.Dashboards;

namespace GenAIOps.Operations.Tests;

public sealed class AlertRegistrarTests
{
    private const string Group = "/subscriptions/s/resourceGroups/g";
    private const string Component = Group + "/providers/Microsoft.Insights/components/insights";
    private const string App = Group + "/providers/Microsoft.App/containerApps/agent";
    private const string Alerts = Group + "/providers/Microsoft.AlertsManagement/alerts";
    private const string MetricRules = Group + "/providers/Microsoft.Insights/metricAlerts";
    private const string LogRules = Group + "/providers/Microsoft.Insights/scheduledQueryRules";

    private readonly FakeAzure _azure = new FakeAzure()
        .On("GET", Component, 200, """{"location":"westeurope"}""")
        .On("GET", Alerts, 200, """{"value":[]}""");

    private readonly Dictionary<string, JsonObject> _resources = [];

    public AlertRegistrarTests() => _azure.Otherwise = Answer;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Sent> Changes => _azure.Log.Where(sent => sent.Method != "GET");

    [Fact]
    public async Task EveryRuleIsRegisteredWithTheSignalThatItWatches()
    {
        var alerts = await ApplyAsync();

        Assert.Equal(AgentAlerts.All.Count, alerts.Count);
        Assert.All(alerts, alert => Assert.True(alert is { Changed: true, FiresOnIncident: true, SilentWhenHealthy: true, State: "never" }));
        var failed = _resources[$"{MetricRules}/agent-failed-requests"]["properties"]!;
        Assert.Equal($"[\"{Component}\"]", failed["scopes"]!.ToJsonString());
        Assert.Equal(("PT1M", "PT5M"), ((string?)failed["evaluationFrequency"], (string?)failed["windowSize"]));
        Assert.Equal(
            """[{"criterionType":"StaticThresholdCriterion","name":"condition","metricNamespace":"microsoft.insights/components","metricName":"requests/failed","operator":"GreaterThan","threshold":5,"timeAggregation":"Count","skipMetricValidation":true}]""",
            failed["criteria"]!["allOf"]!.ToJsonString());
        Assert.Equal($"{Group}/providers/Microsoft.Insights/actionGroups/agent", (string?)failed["actions"]![0]!["actionGroupId"]);
        Assert.Equal($"[\"{App}\"]", _resources[$"{MetricRules}/agent-no-replicas"]["properties"]!["scopes"]!.ToJsonString());
    }

    [Fact]
    public async Task SilenceIsALogRuleInTheComponentsRegion()
    {
        await ApplyAsync();

        var rule = _resources[$"{LogRules}/agent-no-telemetry"];
        Assert.Equal("westeurope", (string?)rule["location"]);
        Assert.Equal("LogAlert", (string?)rule["kind"]);
        Assert.Contains("http.server.request.duration", (string?)rule["properties"]!["criteria"]!["allOf"]![0]!["query"]);
        Assert.Equal($"[\"{Group}/providers/Microsoft.Insights/actionGroups/agent\"]", rule["properties"]!["actions"]!["actionGroups"]!.ToJsonString());
    }

    [Fact]
    public async Task RegisteringAgainChangesNothing()
    {
        await ApplyAsync();
        // Azure adds members and answers whole numbers as decimals.
        foreach (var rule in _resources.Values.Where(rule => rule["properties"]?["criteria"] is not null))
            rule["properties"]!["criteria"]!["allOf"]![0]!["threshold"] = JsonNode.Parse((double)rule["properties"]!["criteria"]!["allOf"]![0]!["threshold"]! + ".0");
        var before = Changes.Count();

        var again = await ApplyAsync();

        Assert.Equal(before, Changes.Count());
        Assert.DoesNotContain(again, alert => alert.Changed);
    }

    [Fact]
    public async Task ARuleThatSomebodyLoosenedByHandIsPutRight()
    {
        await ApplyAsync();
        _resources[$"{MetricRules}/agent-failed-requests"]["properties"]!["criteria"]!["allOf"]![0]!["threshold"] = 5000;

        var again = await ApplyAsync();

        Assert.Equal("failed-requests", Assert.Single(again, alert => alert.Changed).Rule.Id);
        Assert.Equal(5, (double?)_resources[$"{MetricRules}/agent-failed-requests"]["properties"]!["criteria"]!["allOf"]![0]!["threshold"]);
    }

    [Fact]
    public async Task RulesThatAreInCodeNoMoreAreRemovedAndOthersRulesAreNot()
    {
        await ApplyAsync();
        _resources[$"{MetricRules}/agent-old"] = Existing($"{MetricRules}/agent-old", "agent");
        _resources[$"{MetricRules}/another-old"] = Existing($"{MetricRules}/another-old", "another");
        _resources[$"{MetricRules}/by-hand"] = new JsonObject { ["id"] = $"{MetricRules}/by-hand" };

        await ApplyAsync();

        Assert.Equal($"DELETE {MetricRules}/agent-old", Assert.Single(Changes, sent => sent.Method == "DELETE").Line);
    }

    [Fact]
    public async Task AFiredRuleIsReportedAsFired()
    {
        var azure = new FakeAzure().On("GET", Component, 200, """{"location":"westeurope"}""").On("GET", Alerts, 200, $$$"""
            {"value":[{"properties":{"essentials":{"alertRule":"{{{MetricRules}}}/agent-failed-requests","monitorCondition":"Fired","severity":"Sev1","startDateTime":"2026-09-01T12:00:00Z"} } }]}
            """);
        azure.Otherwise = Answer;

        var alerts = await AlertRegistrar.ApplyAsync(azure.Cloud, Group, "agent", Component, App, AgentAlerts.All, Ct);

        Assert.Equal("Fired", alerts.Single(alert => alert.Rule.Id == "failed-requests").State);
        Assert.Equal(AgentAlerts.All.Count - 1, alerts.Count(alert => alert.State == "never"));
    }

    [Fact]
    public async Task ARuleThatFailsItsRehearsalKeepsAllFromBeingRegistered()
    {
        AlertRule[] rules = [.. AgentAlerts.All.Skip(1), AgentAlerts.All[0] with { Threshold = 1_000_000 }];

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ApplyAsync(rules));

        Assert.Contains("failed-requests (silent in its incident)", error.Message);
        Assert.Empty(_azure.Log);
    }

    [Fact]
    public async Task WrongRulesAreListedWithEveryProblem()
    {
        var rule = AgentAlerts.All[0];
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ApplyAsync([rule, rule with { Severity = 9, WindowMinutes = 7, FrequencyMinutes = 2, Aggregation = "Median", Operator = "=" }]));

        Assert.All((string[])["Severity 9", "WindowMinutes 7", "FrequencyMinutes 2", "'Median'", "'='", "2 rules have this Id"], problem => Assert.Contains(problem, error.Message));
        Assert.Empty(_azure.Log);
    }

    [Fact]
    public async Task AnActionGroupThatIsThereKeepsItsReceiversUnlessOthersAreGiven()
    {
        await ApplyAsync();
        var group = $"{Group}/providers/Microsoft.Insights/actionGroups/agent";
        _resources[group]["properties"]!["emailReceivers"] = JsonNode.Parse("""[{"name":"by-hand"}]""");

        await ApplyAsync();
        Assert.Contains("by-hand", _resources[group].ToJsonString());

        await AlertRegistrar.ApplyAsync(_azure.Cloud, Group, "agent", Component, App, AgentAlerts.All, Ct, new AlertReceivers(["oncall@contoso.example"], [new Uri("https://hooks.contoso.example/x")]));
        Assert.Equal("oncall@contoso.example", (string?)_resources[group]["properties"]!["emailReceivers"]![0]!["emailAddress"]);
        Assert.Equal("https://hooks.contoso.example/x", (string?)_resources[group]["properties"]!["webhookReceivers"]![0]!["serviceUri"]);
    }

    [Fact]
    public async Task ARefusalIsPassedOn()
    {
        var azure = new FakeAzure().On("GET", Component, 200, "{}");
        azure.Otherwise = sent => sent.Method == "PUT" ? FakeAzure.Answer(403, FakeAzure.Error("AuthorizationFailed", "no")) : FakeAzure.Answer(404, FakeAzure.Error("ResourceNotFound", "none"));

        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => AlertRegistrar.ApplyAsync(azure.Cloud, Group, "agent", Component, App, AgentAlerts.All, Ct))).Status);
    }

    [Fact]
    public async Task TheReportSaysWhatWasRehearsedAndHowItStands()
    {
        var report = new AlertsReport("prod", await ApplyAsync()).ToJson();

        Assert.Equal("prod", (string?)report["environment"]);
        var rule = report["rules"]![0]!;
        Assert.Equal(
            """{"id":"failed-requests","description":"More than 5 requests in 5 minutes failed: customers get no answer.","severity":1,"signal":"metric","metric":"requests/failed","aggregation":"Count","operator":"GreaterThan","threshold":5,"window_minutes":5,"frequency_minutes":1,"rehearsed":{"fires_on_incident":true,"silent_when_healthy":true,"detected_after_minutes":7},"registered":true,"state":"never"}""",
            rule.ToJsonString());
    }

    [Fact]
    public async Task TheWorkbookShowsWhatEachRuleSees()
    {
        Assert.True(await ApplyWorkbookAsync());
        Assert.False(await ApplyWorkbookAsync());

        var workbook = _resources.Single(resource => resource.Key.Contains("/workbooks/", StringComparison.Ordinal));
        Assert.True(Guid.TryParse(workbook.Key.Split('/')[^1], out _));
        Assert.Equal(Component, (string?)workbook.Value["properties"]!["sourceId"]);
        var items = JsonNode.Parse((string)workbook.Value["properties"]!["serializedData"]!)!["items"]!.AsArray();
        Assert.All(AgentAlerts.All, rule => Assert.Single(items, item => (string?)item!["name"] == rule.Id));
        Assert.Equal(
            "requests | where success == false | summarize value = sum(itemCount) by bin(timestamp, 5m) | extend threshold = 5",
            (string?)items.Single(item => (string?)item!["name"] == "failed-requests")!["content"]!["query"]);
    }

    private Task<IReadOnlyList<RegisteredAlert>> ApplyAsync(IReadOnlyList<AlertRule>? rules = null) =>
        AlertRegistrar.ApplyAsync(_azure.Cloud, Group, "agent", Component, App, rules ?? AgentAlerts.All, Ct);

    private Task<bool> ApplyWorkbookAsync() => Workbook.ApplyAsync(_azure.Cloud, Group, "agent", Component, App, AgentAlerts.All, Ct);

    private static JsonObject Existing(string id, string agent) =>
        new() { ["id"] = id, ["tags"] = new JsonObject { ["managed-by"] = "GenAIOps", ["workload"] = agent } };

    private HttpResponseMessage Answer(Sent sent)
    {
        var id = sent.Uri.AbsolutePath;
        switch (sent.Method)
        {
            case "PUT":
                _resources[id] = sent.Json.AsObject();
                _resources[id]["id"] = id;
                return FakeAzure.Answer(200, _resources[id].ToJsonString());
            case "DELETE":
                return FakeAzure.Answer(_resources.Remove(id) ? 200 : 204, "");
            default:
                return id is MetricRules or LogRules
                    ? FakeAzure.Answer(200, new JsonObject { ["value"] = new JsonArray([.. _resources.Where(resource => resource.Key.StartsWith(id + "/", StringComparison.Ordinal)).Select(resource => resource.Value.DeepClone())]) }.ToJsonString())
                    : _resources.TryGetValue(id, out var found) ? FakeAzure.Answer(200, found.ToJsonString()) : FakeAzure.Answer(404, FakeAzure.Error("ResourceNotFound", id));
        }
    }
}
