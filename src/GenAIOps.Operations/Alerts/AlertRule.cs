using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Operations.Alerts;

/// <summary>What a rule watches.</summary>
public enum AlertTarget
{
    /// <summary>Metrics of the Application Insights component: what the agent tells of itself.</summary>
    Telemetry,

    /// <summary>Metrics of the container app: what the platform sees.</summary>
    ContainerApp,

    /// <summary>Rows of the component's log: what metrics cannot tell, such as that nothing comes any more.</summary>
    Logs,
}

/// <summary>Fires when the aggregate of a signal over a window crosses a threshold.</summary>
/// <param name="Id">Its name in Azure Monitor: lower-case letters, digits and dashes.</param>
/// <param name="Description">What it means, for who is woken by it.</param>
/// <param name="Severity">0 critical to 4 verbose.</param>
/// <param name="Target">What it watches.</param>
/// <param name="MetricNamespace">Of the metric; empty for logs.</param>
/// <param name="Metric">Its name; for logs, what is counted.</param>
/// <param name="Aggregation">Average, Total, Count, Maximum or Minimum; for logs Count.</param>
/// <param name="Operator">GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual.</param>
/// <param name="Threshold">In the metric's unit.</param>
/// <param name="WindowMinutes">Over how long: 1, 5, 15, 30, 60, 360, 720 or 1440.</param>
/// <param name="FrequencyMinutes">How often it is looked at: 1, 5, 15, 30 or 60, no more than the window.</param>
public sealed record AlertRule(
    string Id, string Description, int Severity, AlertTarget Target, string MetricNamespace, string Metric, string Aggregation, string Operator, double Threshold, int WindowMinutes, int FrequencyMinutes = 1)
{
    private static readonly int[] Windows = [1, 5, 15, 30, 60, 360, 720, 1440], Frequencies = [1, 5, 15, 30, 60];

    /// <summary>The incident that the rule is for, a value a minute (null: nothing was measured). The rule must fire on it.</summary>
    public required IReadOnlyList<double?> Incident { get; init; }

    /// <summary>An ordinary day, with its ordinary outliers. The rule must be silent on it.</summary>
    public required IReadOnlyList<double?> Healthy { get; init; }

    /// <summary>For logs: the query whose rows are counted, in Kusto.</summary>
    public string? Query { get; init; }

    /// <summary>Everything that Azure Monitor would refuse, and series too short to rehearse on.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Id.Length == 0 || !Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return $"{Id}: Id must be lower-case letters, digits and dashes.";
        if (Severity is < 0 or > 4)
            yield return $"{Id}: Severity {Severity} must be 0 to 4.";
        if (!Windows.Contains(WindowMinutes))
            yield return $"{Id}: WindowMinutes {WindowMinutes} must be one of {string.Join(", ", Windows)}.";
        if (!Frequencies.Contains(FrequencyMinutes) || FrequencyMinutes > WindowMinutes)
            yield return $"{Id}: FrequencyMinutes {FrequencyMinutes} must be one of {string.Join(", ", Frequencies)} and no more than the window's {WindowMinutes}.";
        if (Aggregation is not ("Average" or "Total" or "Count" or "Maximum" or "Minimum"))
            yield return $"{Id}: Aggregation '{Aggregation}' must be Average, Total, Count, Maximum or Minimum.";
        if (Operator is not ("GreaterThan" or "GreaterThanOrEqual" or "LessThan" or "LessThanOrEqual"))
            yield return $"{Id}: Operator '{Operator}' must be GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual.";
        if ((Target == AlertTarget.Logs) != (Query is not null) || (Target == AlertTarget.Logs && Aggregation != "Count"))
            yield return $"{Id}: a rule on logs counts the rows of a Query, and only such a rule has one.";
        if (Incident.Count < WindowMinutes || Healthy.Count < WindowMinutes)
            yield return $"{Id}: the series have {Incident.Count} and {Healthy.Count} minutes, and a window has {WindowMinutes}.";
    }

    /// <summary>Whether a window of one value a minute meets the condition.</summary>
    /// <remarks>As Azure Monitor does: a metric that was not measured at all meets nothing, while a log without rows counts 0. Minutes weigh the same in an average.</remarks>
    internal bool IsMetBy(IReadOnlyList<double?> window)
    {
        double[] measured = [.. window.OfType<double>()];
        if (measured.Length == 0 && Target != AlertTarget.Logs)
            return false;
        var value = Aggregation switch
        {
            "Average" => measured.Average(),
            "Maximum" => measured.Max(),
            "Minimum" => measured.Min(),
            _ => measured.Sum(),
        };
        return Operator switch
        {
            "GreaterThan" => value > Threshold,
            "GreaterThanOrEqual" => value >= Threshold,
            "LessThan" => value < Threshold,
            _ => value <= Threshold,
        };
    }

    /// <summary>The rule as Azure Monitor takes it.</summary>
    internal JsonObject Body(AlertScope scope) => Target == AlertTarget.Logs ? LogBody(scope) : MetricBody(scope);

    private JsonObject MetricBody(AlertScope scope) => new()
    {
        ["location"] = "global",
        ["tags"] = scope.Tags(),
        ["properties"] = new JsonObject
        {
            ["description"] = Description,
            ["severity"] = Severity,
            ["enabled"] = true,
            ["scopes"] = new JsonArray(scope.IdOf(Target)),
            ["evaluationFrequency"] = Minutes(FrequencyMinutes),
            ["windowSize"] = Minutes(WindowMinutes),
            ["autoMitigate"] = true,
            ["criteria"] = new JsonObject
            {
                ["odata.type"] = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                ["allOf"] = new JsonArray(new JsonObject
                {
                    ["criterionType"] = "StaticThresholdCriterion",
                    ["name"] = "condition",
                    ["metricNamespace"] = MetricNamespace,
                    ["metricName"] = Metric,
                    ["operator"] = Operator,
                    ["threshold"] = Threshold,
                    ["timeAggregation"] = Aggregation,
                    // A custom metric exists only when it was sent for the first time.
                    ["skipMetricValidation"] = true,
                }),
            },
            ["actions"] = new JsonArray(new JsonObject { ["actionGroupId"] = scope.ActionGroupId }),
        },
    };

    private JsonObject LogBody(AlertScope scope) => new()
    {
        ["location"] = scope.Location,
        ["kind"] = "LogAlert",
        ["tags"] = scope.Tags(),
        ["properties"] = new JsonObject
        {
            ["displayName"] = $"{scope.Agent}-{Id}",
            ["description"] = Description,
            ["severity"] = Severity,
            ["enabled"] = true,
            ["scopes"] = new JsonArray(scope.IdOf(Target)),
            ["evaluationFrequency"] = Minutes(FrequencyMinutes),
            ["windowSize"] = Minutes(WindowMinutes),
            ["autoMitigate"] = true,
            ["skipQueryValidation"] = true,
            ["criteria"] = new JsonObject
            {
                ["allOf"] = new JsonArray(new JsonObject
                {
                    ["query"] = Query,
                    ["timeAggregation"] = "Count",
                    ["operator"] = Operator,
                    ["threshold"] = Threshold,
                    ["failingPeriods"] = new JsonObject { ["numberOfEvaluationPeriods"] = 1, ["minFailingPeriodsToAlert"] = 1 },
                }),
            },
            ["actions"] = new JsonObject { ["actionGroups"] = new JsonArray(scope.ActionGroupId) },
        },
    };

    /// <summary>As Azure Monitor answers it, so that equal rules compare equal: PT5M, PT1H, P1D.</summary>
    private static string Minutes(int minutes) => System.Xml.XmlConvert.ToString(TimeSpan.FromMinutes(minutes)).ToString(CultureInfo.InvariantCulture);
}
