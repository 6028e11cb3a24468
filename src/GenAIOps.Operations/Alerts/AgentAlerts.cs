namespace GenAIOps.Operations.Alerts;

/// <summary>The rules for an agent in production: errors, latency, capacity, cost, and the quality that telemetry shows.</summary>
public static class AgentAlerts
{
    private const string Insights = "microsoft.insights/components";
    private const string Custom = "azure.applicationinsights";
    private const string Apps = "microsoft.app/containerapps";

    public static IReadOnlyList<AlertRule> All { get; } =
    [
        new("failed-requests", "More than 5 requests in 5 minutes failed: customers get no answer.", 1, AlertTarget.Telemetry, Insights, "requests/failed", "Count", "GreaterThan", 5, 5)
        {
            Incident = [0, 0, 0, 1, 2, 2, 3, 4, 4], Healthy = [0, 0, 1, 0, 0, 0, 0, 1, 0],
        },
        new("slow-answers", "Answers take more than 5 seconds on average over 5 minutes.", 2, AlertTarget.Telemetry, Insights, "requests/duration", "Average", "GreaterThan", 5000, 5)
        {
            Incident = [900, 1200, 4800, 6500, 7200, 8000, 8100], Healthy = [800, 950, 1200, 4000, 900, 880, 910],
        },
        new("model-unavailable", "More than 10 calls to the model or another dependency failed in 5 minutes: throttled (429) or down.", 1, AlertTarget.Telemetry, Insights, "dependencies/failed", "Count", "GreaterThan", 10, 5)
        {
            Incident = [0, 1, 3, 4, 5, 6, 5], Healthy = [0, 1, 0, 2, 0, 1, 0],
        },
        new("exceptions", "More than 10 unhandled exceptions in 5 minutes.", 2, AlertTarget.Telemetry, Insights, "exceptions/count", "Count", "GreaterThan", 10, 5)
        {
            Incident = [0, 2, 4, 4, 3, 5], Healthy = [0, 1, 0, 0, 2, 0],
        },
        new("unanswered", "The agent gave no answer (does not know, or refused) more than 60 times in 15 minutes: the knowledge is stale, or somebody attacks.", 3, AlertTarget.Telemetry, Custom, "support.answers.declined", "Total", "GreaterThan", 60, 15)
        {
            Incident = [1, 2, 1, 2, 5, 6, 6, 7, 6, 7, 8, 7, 6, 5, 6, 7], Healthy = [1, 0, 2, 1, 1, 0, 1, 2, 1, 0, 1, 1, 2, 0, 1, 1],
        },
        new("token-spike", "More than 2 million tokens in 15 minutes: cost runs away.", 2, AlertTarget.Telemetry, Custom, "gen_ai.client.token.usage", "Total", "GreaterThan", 2_000_000, 15)
        {
            Incident = [.. Enumerable.Repeat(20_000.0, 10), .. Enumerable.Repeat(260_000.0, 12)], Healthy = [.. Enumerable.Repeat(25_000.0, 20)],
        },
        new("restarts", "The container restarted more than twice in 15 minutes.", 1, AlertTarget.ContainerApp, Apps, "RestartCount", "Maximum", "GreaterThan", 2, 15)
        {
            Incident = [.. Enumerable.Repeat(0.0, 12), 1, 2, 3, 4], Healthy = [.. Enumerable.Repeat(0.0, 15), 1],
        },
        new("no-replicas", "No replica ran for 5 minutes: the agent is down.", 0, AlertTarget.ContainerApp, Apps, "Replicas", "Maximum", "LessThan", 1, 5)
        {
            Incident = [2, 2, 1, 0, 0, 0, 0, 0], Healthy = [2, 2, 1, 1, 2, 2, 2, 2],
        },
    ];
}
