using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>What is asked of each item (<c>testing_criteria</c>).</summary>
/// <param name="Name">Results are told apart by it.</param>
public abstract record TestingCriterion(string Name)
{
    internal abstract JsonObject ToJson();
}

/// <summary>An evaluator of the project or of Foundry.</summary>
/// <param name="Name">Results are told apart by it.</param>
/// <param name="Evaluator"><c>builtin.coherence</c>, …, or one of the project's own.</param>
public sealed record EvaluatorCriterion(string Name, string Evaluator) : TestingCriterion(Name)
{
    /// <summary>Null: the newest.</summary>
    public string? Version { get; init; }

    /// <summary>The model deployment that judges; null for evaluators without a model.</summary>
    public string? Deployment { get; init; }

    /// <summary>What a score must reach, or for safety may not exceed; null: the evaluator's own.</summary>
    public double? Threshold { get; init; }

    /// <summary>The evaluator's inputs: <c>{{item.column}}</c>, <c>{{sample.output_text}}</c>, ….</summary>
    public IReadOnlyDictionary<string, string> DataMapping { get; init; } = new Dictionary<string, string>();

    internal override JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = "azure_ai_evaluator", ["name"] = Name, ["evaluator_name"] = Evaluator };
        if (Version is not null)
            json["evaluator_version"] = Version;
        var parameters = new JsonObject();
        if (Deployment is not null)
            parameters["deployment_name"] = Deployment;
        if (Threshold is not null)
            parameters["threshold"] = Threshold;
        if (parameters.Count > 0)
            json["initialization_parameters"] = parameters;
        if (DataMapping.Count > 0)
            json["data_mapping"] = AgentDefinition.Pairs(DataMapping);
        return json;
    }
}

/// <summary>OpenAI's grader that compares two texts.</summary>
/// <param name="Name">Results are told apart by it.</param>
/// <param name="Input">Such as <c>{{sample.output_text}}</c>.</param>
/// <param name="Operation"><c>eq</c>, <c>ne</c>, <c>like</c> or <c>ilike</c>.</param>
/// <param name="Reference">Such as <c>{{item.ground_truth}}</c>.</param>
public sealed record StringCheck(string Name, string Input, string Operation, string Reference) : TestingCriterion(Name)
{
    internal override JsonObject ToJson() =>
        new() { ["type"] = "string_check", ["name"] = Name, ["input"] = Input, ["operation"] = Operation, ["reference"] = Reference };
}

/// <summary>OpenAI's grader that measures how alike two texts are.</summary>
/// <param name="Name">Results are told apart by it.</param>
/// <param name="Metric"><c>fuzzy_match</c>, <c>bleu</c>, <c>gleu</c>, <c>meteor</c>, <c>rouge_1</c> to <c>rouge_5</c>, <c>rouge_l</c> or <c>cosine</c>.</param>
/// <param name="Input">Such as <c>{{sample.output_text}}</c>.</param>
/// <param name="Reference">Such as <c>{{item.ground_truth}}</c>.</param>
/// <param name="PassThreshold">In [0, 1].</param>
public sealed record TextSimilarity(string Name, string Metric, string Input, string Reference, double PassThreshold) : TestingCriterion(Name)
{
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "text_similarity",
        ["name"] = Name,
        ["evaluation_metric"] = Metric,
        ["input"] = Input,
        ["reference"] = Reference,
        ["pass_threshold"] = PassThreshold,
    };
}
