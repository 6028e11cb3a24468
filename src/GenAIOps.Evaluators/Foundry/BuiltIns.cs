namespace GenAIOps.Evaluators.Foundry;

/// <summary>The evaluators of Foundry by name, with their inputs as its documentation lists them (built-in evaluators, 2026).</summary>
internal static class BuiltIns
{
    private const string Prefix = "builtin.";

    private static readonly Dictionary<string, BuiltIn> s_known = All().ToDictionary(evaluator => evaluator.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names => s_known.Keys.Select(name => Prefix + name);

    public static BuiltIn? Find(string evaluator) => s_known.GetValueOrDefault(Short(evaluator));

    public static string Short(string evaluator) => evaluator.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? evaluator[Prefix.Length..] : evaluator;

    private static IEnumerable<BuiltIn> All() =>
    [
        Judged("coherence", "query", "response"), Judged("fluency", "query", "response"), Judged("relevance", "query", "response"),
        Judged("groundedness", "query", "response", "context"), Judged("retrieval", "query", "context"),
        Judged("similarity", "query", "response", "ground_truth"), Judged("response_completeness", "response", "ground_truth"),
        Agent("intent_resolution", "query", "response"), Agent("task_adherence", "query", "response"), Agent("task_completion", "query", "response"),
        Agent("tool_call_accuracy", "query", "tool_calls", "tool_definitions"), Agent("tool_selection", "query", "response", "tool_definitions"),
        Agent("tool_input_accuracy", "query", "response", "tool_definitions"), Agent("tool_output_utilization", "query", "response", "tool_definitions"),
        Agent("tool_call_success", "response"),
        Text("f1_score"), Text("bleu_score"), Text("gleu_score"), Text("rouge_score"), Text("meteor_score"),
        Safety("violence"), Safety("sexual"), Safety("self_harm"), Safety("hate_unfairness"), Safety("protected_material"), Safety("code_vulnerability"),
        Safety("indirect_attack"), Safety("ungrounded_attributes", "context"), Safety("groundedness_pro", "context"),
        Safety("prohibited_actions") with { ReadsSteps = true }, Safety("sensitive_data_leakage") with { ReadsSteps = true },
    ];

    private static BuiltIn Judged(string name, params string[] inputs) => new(name, EvaluatorNeed.Model, inputs);

    private static BuiltIn Agent(string name, params string[] inputs) => Judged(name, inputs) with { ReadsSteps = true };

    private static BuiltIn Text(string name) => new(name, EvaluatorNeed.Nothing, ["response", "ground_truth"]);

    private static BuiltIn Safety(string name, params string[] more) => new(name, EvaluatorNeed.SafetyService, ["query", "response", .. more]);
}
