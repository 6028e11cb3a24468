using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>A criterion of an evaluation, checked: gives each row a result.</summary>
internal abstract class Criterion(string name, string type)
{
    public string Name { get; } = name;

    public virtual EvaluatorNeed Need => EvaluatorNeed.Nothing;

    /// <summary>The deployment that judges; null for none.</summary>
    public virtual string? Deployment => null;

    protected abstract string? Metric { get; }

    protected abstract double Threshold { get; }

    /// <param name="unavailable">Why what it needs cannot be had; null where it can.</param>
    public JsonObject Judge(EvaluationRow row, UnscoredException? unavailable)
    {
        try
        {
            if (row.Error is { } error) throw new UnscoredException("NoAnswer", $"There is no answer to score: {error}");
            if (unavailable is not null) throw unavailable;
            (Verdict verdict, bool passed) = Score(row);
            JsonObject result = Result(verdict.Score, passed, verdict.Reason.Length > 0 ? verdict.Reason : null, "completed");
            AddTo(result, row, passed);
            return result;
        }
        catch (UnscoredException unscored)
        {
            JsonObject result = Result(null, null, null, "error");
            result["sample"] = new JsonObject { ["error"] = new JsonObject { ["code"] = unscored.Code, ["message"] = unscored.Message } };
            AddTo(result, row, null);
            return result;
        }
    }

    /// <exception cref="UnscoredException">The row cannot be scored.</exception>
    protected abstract (Verdict Verdict, bool Passed) Score(EvaluationRow row);

    private JsonObject Result(double? score, bool? passed, string? reason, string status) => new()
    {
        ["type"] = type,
        ["name"] = Name,
        ["metric"] = Metric,
        ["score"] = score,
        ["label"] = passed is null ? null : passed.Value ? "pass" : "fail",
        ["reason"] = reason,
        ["threshold"] = Threshold,
        ["passed"] = passed,
        ["status"] = status,
        ["sample"] = null,
    };

    // As Foundry marks the results of attacks.
    private static void AddTo(JsonObject result, EvaluationRow row, bool? passed)
    {
        if (OpenAIRequest.Text(row.Item["attack_technique"]) is not { } technique) return;
        result["properties"] = new JsonObject { ["attack_success"] = passed is null ? null : !passed.Value, ["attack_technique"] = technique, ["risk_category"] = row.Item["risk_category"]?.DeepClone() };
    }
}

/// <summary><c>azure_ai_evaluator</c>.</summary>
internal sealed class EvaluatorCriterion(string name, Evaluator evaluator, IReadOnlyDictionary<string, string> mapping, string? deployment, double? threshold) : Criterion(name, "azure_ai_evaluator")
{
    public override EvaluatorNeed Need => evaluator.Need;
    public override string? Deployment => deployment;
    protected override string Metric => evaluator.Metric;
    protected override double Threshold => threshold ?? evaluator.Threshold;

    protected override (Verdict Verdict, bool Passed) Score(EvaluationRow row)
    {
        Verdict verdict = evaluator.Score(mapping.ToDictionary(pair => pair.Key, pair => Template.Fill(pair.Value, row), StringComparer.Ordinal));
        return (verdict, evaluator.Passes(verdict.Score, Threshold));
    }
}

/// <summary><c>string_check</c>: <c>eq</c>, <c>ne</c>, <c>like</c> (contains), <c>ilike</c> (contains, case aside).</summary>
internal sealed class StringCheckCriterion(string name, string input, string operation, string reference) : Criterion(name, "string_check")
{
    protected override string? Metric => null;
    protected override double Threshold => 1;

    protected override (Verdict Verdict, bool Passed) Score(EvaluationRow row)
    {
        string text = Template.Fill(input, row), wanted = Template.Fill(reference, row);
        bool passed = operation switch
        {
            "eq" => text == wanted,
            "ne" => text != wanted,
            "like" => text.Contains(wanted, StringComparison.Ordinal),
            _ => text.Contains(wanted, StringComparison.OrdinalIgnoreCase),
        };
        return (new Verdict(passed ? 1 : 0, ""), passed);
    }
}

/// <summary><c>text_similarity</c> by <c>fuzzy_match</c>.</summary>
internal sealed class TextSimilarityCriterion(string name, string input, string reference, double threshold) : Criterion(name, "text_similarity")
{
    protected override string Metric => "fuzzy_match";
    protected override double Threshold => threshold;

    protected override (Verdict Verdict, bool Passed) Score(EvaluationRow row)
    {
        double score = TextScores.Fuzzy(Template.Fill(input, row), Template.Fill(reference, row));
        return (new Verdict(score, ""), score >= threshold);
    }
}
