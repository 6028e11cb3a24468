namespace GenAIOps.Operations.Alerts;

/// <summary>The rules for an agent in production: errors, latency, capacity, cost, silence, and the quality that telemetry shows.</summary>
/// <remarks>Thresholds are for a support agent with some thousand questions a day. Series are synthetic: a value a minute, with the outliers that a sound system has too.</remarks>
public static class AgentAlerts
{
    private const string Insights = "microsoft.insights/components";
    private const string Custom = "azure.applicationinsights";
    private const string Apps = "microsoft.app/containerapps";

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new("failed-requests", "More than 5 requests in 5 minutes failed: customers get no answer.", 1, AlertTarget.Telemetry, Insights, "requests/failed", "Count", "GreaterThan", 5, 5)
        {
            Incident = [0, 0, 0, 1, 2, 2, 3, 4, 4], Healthy = [0, 0, 1, 0, 2, 0, 1, 1, 0, null, 0, 3, 0],
        },
        new("slow-answers", "Answers take more than 5 seconds on average over 5 minutes.", 2, AlertTarget.Telemetry, Insights, "requests/duration", "Average", "GreaterThan", 5000, 5)
        {
            Incident = [900, 1200, 4800, 6500, 7200, 8000, 8100], Healthy = [800, 950, 1200, 11_000, 900, null, 880, 910],
        },
        new("model-unavailable", "More than 10 calls to the model or another dependency failed in 5 minutes: throttled (429) or down.", 1, AlertTarget.Telemetry, Insights, "dependencies/failed", "Count", "GreaterThan", 10, 5)
        {
            Incident = [0, 1, 3, 4, 5, 6, 5], Healthy = [0, 1, 0, 2, 0, 4, 1, 0, 3],
        },
        new("exceptions", "More than 10 unhandled exceptions in 5 minutes.", 2, AlertTarget.Telemetry, Insights, "exceptions/count", "Count", "GreaterThan", 10, 5)
        {
            Incident = [0, 2, 4, 4, 3, 5], Healthy = [0, 1, 0, 0, 2, 0, 5, 0],
        },
        new("unanswered", "The agent gave no answer (does not know, or refused) more than 60 times in 15 minutes: the knowledge is stale, or somebody attacks.", 3, AlertTarget.Telemetry, Custom, "support.answers.declined", "Total", "GreaterThan", 60, 15, 5)
        {
            Incident = [.. Minutes(5, 1), .. Minutes(20, 6)], Healthy = [.. Minutes(10, 1), 12, .. Minutes(10, 2), null, .. Minutes(8, 1)],
        },
        new("token-spike", "More than 2 million tokens in 15 minutes: cost runs away.", 2, AlertTarget.Telemetry, Custom, "gen_ai.client.token.usage", "Total", "GreaterThan", 2_000_000, 15, 5)
        {
            Incident = [.. Minutes(10, 20_000), .. Minutes(20, 260_000)], Healthy = [.. Minutes(15, 25_000), 400_000, .. Minutes(15, 30_000)],
        },
        new("no-telemetry", "Nothing was heard from the agent for 15 minutes, not even of health probes: it is down, or cannot reach Application Insights; the other rules are blind.", 1, AlertTarget.Logs, "", "customMetrics rows", "Count", "LessThan", 1, 15, 5)
        {
            // Counted when a platform probe comes too, so that a quiet night is not taken for silence.
            Query = "customMetrics | where name == 'http.server.request.duration'",
            Incident = [.. Minutes(5, 2), .. Enumerable.Repeat<double?>(null, 20)], Healthy = [.. Minutes(8, 2), .. Enumerable.Repeat<double?>(null, 6), .. Minutes(8, 1)],
        },
        new("restarts", "The container restarted more than twice in 15 minutes.", 1, AlertTarget.ContainerApp, Apps, "RestartCount", "Maximum", "GreaterThan", 2, 15)
        {
            Incident = [.. Minutes(12, 0), 1, 2, 3, 4], Healthy = [.. Minutes(15, 0), 1, 1, 2, 0, 0],
        },
        new("no-replicas", "No replica ran for 5 minutes: the agent is down.", 0, AlertTarget.ContainerApp, Apps, "Replicas", "Maximum", "LessThan", 1, 5)
        {
            Incident = [2, 2, 1, 0, 0, 0, 0, 0], Healthy = [2, 2, 0, 0, 0, 1, 2, null, 2],
        },
    ];

    private static IEnumerable<double?> Minutes(int count, double value) => Enumerable.Repeat<double?>(value, count);
}
