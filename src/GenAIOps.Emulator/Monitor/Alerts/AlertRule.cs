using System.Text.Json.Nodes;
using System.Xml;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <param name="Values">The values to watch each on its own; <c>*</c> is every value.</param>
internal sealed record DimensionCriterion(string Name, bool Include, IReadOnlyList<string> Values)
{
    public bool Holds(IReadOnlyDictionary<string, string> dimensions) =>
        (Values.Contains("*") || Values.Contains(dimensions.GetValueOrDefault(Name, ""), StringComparer.OrdinalIgnoreCase)) == Include;
}

/// <summary>One condition of a rule, with a static threshold.</summary>
internal sealed record MetricCriterion(string Name, MetricDefinition Metric, string Operator, double Threshold, string Aggregation, IReadOnlyList<DimensionCriterion> Dimensions)
{
    public static readonly IReadOnlyList<string> Operators = ["GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual", "Equals"];

    public bool IsMetBy(double value) => Operator switch
    {
        "GreaterThan" => value > Threshold,
        "GreaterThanOrEqual" => value >= Threshold,
        "LessThan" => value < Threshold,
        "LessThanOrEqual" => value <= Threshold,
        _ => value == Threshold,
    };
}

/// <summary>A <c>Microsoft.Insights/metricAlerts</c>, checked: fires when all its criteria are met over the window.</summary>
/// <param name="Severity">0 critical to 4 verbose.</param>
/// <param name="Frequency">How often it is evaluated: whole minutes.</param>
/// <param name="AutoMitigate">Resolves by itself, and fires once until then; otherwise each evaluation that is met fires anew.</param>
/// <param name="ActionGroups">ARM ids.</param>
internal sealed record AlertRule(string Id, string Name, string Description, bool Enabled, int Severity, IReadOnlyList<string> Scopes, TimeSpan Frequency, TimeSpan Window,
    bool AutoMitigate, IReadOnlyList<MetricCriterion> Criteria, IReadOnlyList<string> ActionGroups)
{
    public const string Type = "Microsoft.Insights/metricAlerts";
    private static readonly string[] Frequencies = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H"];
    private static readonly string[] Windows = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"];
    private static readonly string[] Aggregations = ["Average", "Total", "Count", "Minimum", "Maximum"];

    /// <exception cref="AzureErrorException">The rule could never be evaluated: the message says which property is wrong.</exception>
    public static AlertRule Read(JsonObject resource)
    {
        JsonObject properties = resource["properties"] as JsonObject ?? throw Invalid("properties", "is missing");
        string[] scopes = [.. (properties["scopes"] as JsonArray ?? []).Select(scope => Text(scope) ?? "")];
        if (scopes.Length == 0) throw Invalid("scopes", "must name at least one resource");
        string[] types = [.. scopes.Select(scope => ResourceId.TryParse(scope, out ResourceId? id) ? id.Type : throw Invalid("scopes", $"has '{scope}', which is not the id of a resource")).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (types.Length > 1) throw Invalid("scopes", $"has resources of several types: {string.Join(", ", types)}");
        TimeSpan frequency = Span(properties, "evaluationFrequency", Frequencies), window = Span(properties, "windowSize", Windows);
        if (window < frequency) throw Invalid("windowSize", $"is {properties["windowSize"]}, shorter than evaluationFrequency {properties["evaluationFrequency"]}");
        int severity = properties["severity"] is JsonValue number && number.TryGetValue(out int level) && level is >= 0 and <= 4 ? level
            : throw Invalid("severity", $"is {properties["severity"]?.ToJsonString() ?? "missing"}; it must be 0 to 4");
        string[] groups = [.. (properties["actions"] as JsonArray ?? []).Select(action => Text(action?["actionGroupId"]) ?? throw Invalid("actions", "has an entry without actionGroupId"))];
        return new AlertRule((string)resource["id"]!, (string)resource["name"]!, Text(properties["description"]) ?? "", Flag(properties["enabled"], true), severity, scopes,
            frequency, window, Flag(properties["autoMitigate"], true), CriteriaOf(properties, types[0]), groups);
    }

    private static List<MetricCriterion> CriteriaOf(JsonObject properties, string type)
    {
        JsonObject criteria = properties["criteria"] as JsonObject ?? throw Invalid("criteria", "is missing");
        if (Text(criteria["odata.type"]) is not ("Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria" or "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria"))
            throw Invalid("criteria.odata.type", $"is '{criteria["odata.type"]}'; this emulator evaluates SingleResourceMultipleMetricCriteria and MultipleResourceMultipleMetricCriteria");
        if (criteria["allOf"] is not JsonArray { Count: > 0 } all) throw Invalid("criteria.allOf", "must hold at least one criterion");
        return [.. all.Select((each, at) => Criterion(each as JsonObject ?? [], type, $"criteria.allOf[{at}]"))];
    }

    private static MetricCriterion Criterion(JsonObject criterion, string type, string where)
    {
        if (Text(criterion["criterionType"]) is not (null or "StaticThresholdCriterion"))
            throw Invalid($"{where}.criterionType", $"is '{criterion["criterionType"]}'; this emulator evaluates StaticThresholdCriterion");
        string name = Text(criterion["metricName"]) ?? throw Invalid($"{where}.metricName", "is missing");
        // As on Azure, a metric that is not there may be watched all the same, and has no value until it is.
        MetricDefinition metric = MetricDefinition.Find(type, name, Text(criterion["metricNamespace"]))
            ?? (Flag(criterion["skipMetricValidation"], false) ? new MetricDefinition(name, name, "Unspecified", "Average", [], false)
                : throw Invalid($"{where}.metricName", $"is '{name}', which is not one of the metrics of {type} that this emulator measures ({string.Join(", ", MetricDefinition.Of(type).Select(each => each.Name))})"));
        double threshold = criterion["threshold"] is JsonValue value && value.TryGetValue(out double number) ? number : throw Invalid($"{where}.threshold", "is missing or not a number");
        return new MetricCriterion(Text(criterion["name"]) ?? name, metric, OneOf(criterion, "operator", MetricCriterion.Operators, where), threshold,
            OneOf(criterion, "timeAggregation", Aggregations, where), [.. (criterion["dimensions"] as JsonArray ?? []).Select((each, at) => Dimension(each, $"{where}.dimensions[{at}]"))]);
    }

    private static DimensionCriterion Dimension(JsonNode? dimension, string where) => new(
        Text(dimension?["name"]) ?? throw Invalid($"{where}.name", "is missing"),
        OneOf(dimension!.AsObject(), "operator", ["Include", "Exclude"], where) == "Include",
        dimension["values"] is JsonArray { Count: > 0 } values ? [.. values.Select(value => Text(value) ?? "")] : throw Invalid($"{where}.values", "must hold at least one value"));

    private static string OneOf(JsonObject owner, string member, IReadOnlyList<string> allowed, string where) =>
        allowed.FirstOrDefault(each => each.Equals(Text(owner[member]), StringComparison.OrdinalIgnoreCase))
        ?? throw Invalid($"{where}.{member}", $"is {owner[member]?.ToJsonString() ?? "missing"}; it must be one of {string.Join(", ", allowed)}");

    private static TimeSpan Span(JsonObject properties, string member, string[] allowed) =>
        allowed.Contains(Text(properties[member])) ? XmlConvert.ToTimeSpan(Text(properties[member])!)
        : throw Invalid(member, $"is {properties[member]?.ToJsonString() ?? "missing"}; it must be one of {string.Join(", ", allowed)}");

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool Flag(JsonNode? node, bool otherwise) => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    private static AzureErrorException Invalid(string where, string problem) =>
        AzureErrorException.BadRequest("BadRequest", $"The alert rule was not saved: '{where}' {problem}.");
}
