using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>Checks <c>testing_criteria</c> and makes them ready to judge.</summary>
internal static class CriteriaReader
{
    /// <exception cref="OpenAIErrorException">One cannot be served: the message names it.</exception>
    public static IReadOnlyList<Criterion> Read(JsonNode? given, bool isRedTeam)
    {
        if (given is not JsonArray { Count: > 0 } list) throw Invalid("testing_criteria", "must be a list of at least one criterion");
        List<Criterion> criteria = [.. list.Select((each, at) => Read(each as JsonObject ?? throw Invalid($"testing_criteria[{at}]", "must be an object"), $"testing_criteria[{at}]", isRedTeam))];
        if (criteria.GroupBy(criterion => criterion.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Invalid("testing_criteria", $"has {twice.Count()} criteria named '{twice.Key}'; names must differ");
        return criteria;
    }

    private static Criterion Read(JsonObject given, string where, bool isRedTeam)
    {
        string name = Required(given, "name", where);
        switch (Required(given, "type", where))
        {
            case "azure_ai_evaluator":
                return Evaluator(given, name, where, isRedTeam);
            case "string_check":
                string operation = Required(given, "operation", where);
                if (operation is not ("eq" or "ne" or "like" or "ilike")) throw Invalid($"{where}.operation", $"is '{operation}', which is none of eq, ne, like, ilike");
                return new StringCheckCriterion(name, Required(given, "input", where), operation, Required(given, "reference", where));
            case "text_similarity":
                string metric = Required(given, "evaluation_metric", where);
                if (metric is not "fuzzy_match") throw Invalid($"{where}.evaluation_metric", $"is '{metric}', which this emulator does not serve; it serves fuzzy_match");
                return new TextSimilarityCriterion(name, Required(given, "input", where), Required(given, "reference", where),
                    Number(given["pass_threshold"]) ?? throw Invalid($"{where}.pass_threshold", "is missing or not a number"));
            case var type:
                throw Invalid($"{where}.type", $"is '{type}', which this emulator does not serve; it serves azure_ai_evaluator, string_check, text_similarity");
        }
    }

    private static EvaluatorCriterion Evaluator(JsonObject given, string name, string where, bool isRedTeam)
    {
        string called = Required(given, "evaluator_name", where);
        Evaluator evaluator = Evaluators.Find(called)
            ?? throw Invalid($"{where}.evaluator_name", $"is '{called}', which this emulator does not serve; it serves {string.Join(", ", Evaluators.Names)}");
        JsonNode? parameters = given["initialization_parameters"];
        string? deployment = OpenAIRequest.Text(parameters?["deployment_name"]) ?? OpenAIRequest.Text(parameters?["model"]);
        if (evaluator.Need == EvaluatorNeed.Model && deployment is null)
            throw Invalid($"{where}.initialization_parameters.deployment_name", $"is missing, and '{called}' asks a model");
        Dictionary<string, string> mapping = isRedTeam
            // What a red team's rows hold is the service's own.
            ? evaluator.Inputs.ToDictionary(input => input, input => input == "response" ? "{{sample.output_text}}" : $"{{{{item.{input}}}}}", StringComparer.Ordinal)
            : Mapping(given["data_mapping"], where);
        if (evaluator.Inputs.Where(input => !mapping.ContainsKey(input)).ToList() is { Count: > 0 } missing)
            throw Invalid($"{where}.data_mapping", $"has no {string.Join(", ", missing)}, which '{called}' reads");
        return new EvaluatorCriterion(name, evaluator, mapping, deployment, Number(parameters?["threshold"]));
    }

    private static Dictionary<string, string> Mapping(JsonNode? given, string where)
    {
        if (given is not (null or JsonObject)) throw Invalid($"{where}.data_mapping", "must be an object of strings");
        return (given as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => OpenAIRequest.Text(pair.Value) ?? throw Invalid($"{where}.data_mapping.{pair.Key}", "must be a string"), StringComparer.Ordinal);
    }

    private static string Required(JsonObject given, string member, string where) =>
        OpenAIRequest.Text(given[member]) is { Length: > 0 } text ? text : throw Invalid($"{where}.{member}", "is missing or not a string");

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    public static OpenAIErrorException Invalid(string where, string problem) => OpenAIErrorException.Invalid($"Invalid '{where}': it {problem}. Nothing was created.", where);
}
