using System.Text.Json.Nodes;

namespace GenAIOps.Operations.Alerts;

/// <summary>What a rule watches.</summary>
public enum AlertTarget
{
    /// <summary>The Application Insights component: what the agent tells of itself.</summary>
    Telemetry,

    /// <summary>The container app: what the platform sees.</summary>
    ContainerApp,
}

/// <summary>A metric alert: fires when the aggregate of a metric over a window crosses a threshold.</summary>
/// <param name="Id">Its name in Azure Monitor.</param>
/// <param name="Description">What it means, for who is woken by it.</param>
/// <param name="Severity">0 critical to 4 verbose.</param>
/// <param name="Target">What it watches.</param>
/// <param name="MetricNamespace">Of the metric.</param>
/// <param name="Metric">Its name.</param>
/// <param name="Aggregation">Average, Total, Count, Maximum or Minimum.</param>
/// <param name="Operator">GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual.</param>
/// <param name="Threshold">In the metric's unit.</param>
/// <param name="WindowMinutes">Over how long.</param>
/// <param name="FrequencyMinutes">How often it is looked at.</param>
public sealed record AlertRule(
    string Id, string Description, int Severity, AlertTarget Target, string MetricNamespace, string Metric, string Aggregation, string Operator, double Threshold, int WindowMinutes, int FrequencyMinutes = 1)
{
    /// <summary>A minute-by-minute series on which the rule must fire: the incident that it is for.</summary>
    public required IReadOnlyList<double> Incident { get; init; }

    /// <summary>One on which it must be silent: an ordinary day.</summary>
    public required IReadOnlyList<double> Healthy { get; init; }

    /// <summary>Whether the rule would fire at any moment of a series with one value a minute.</summary>
    public bool FiresOn(IReadOnlyList<double> minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        for (var end = WindowMinutes; end <= minutes.Count; end += FrequencyMinutes)
        {
            var window = minutes.Skip(end - WindowMinutes).Take(WindowMinutes).ToList();
            var value = Aggregation switch
            {
                "Average" => window.Average(),
                "Total" or "Count" => window.Sum(),
                "Maximum" => window.Max(),
                "Minimum" => window.Min(),
                _ => throw new InvalidOperationException($"Rule {Id}: aggregation '{Aggregation}' is unknown."),
            };
            var crossed = Operator switch
            {
                "GreaterThan" => value > Threshold,
                "GreaterThanOrEqual" => value >= Threshold,
                "LessThan" => value < Threshold,
                "LessThanOrEqual" => value <= Threshold,
                _ => throw new InvalidOperationException($"Rule {Id}: operator '{Operator}' is unknown."),
            };
            if (crossed)
            {
                return true;
            }
        }

        return false;
    }

    internal JsonObject Body(string scope, string actionGroupId) => new()
    {
        ["location"] = "global",
        ["properties"] = new JsonObject
        {
            ["description"] = Description,
            ["severity"] = Severity,
            ["enabled"] = true,
            ["scopes"] = new JsonArray(scope),
            ["evaluationFrequency"] = $"PT{FrequencyMinutes}M",
            ["windowSize"] = $"PT{WindowMinutes}M",
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
                    ["skipMetricValidation"] = true,
                }),
            },
            ["actions"] = new JsonArray(new JsonObject { ["actionGroupId"] = actionGroupId }),
        },
    };
}
