using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>What the checks of text share.</summary>
internal static class Checks
{
    public static StringComparison Comparison(bool ignoreCase) => ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"\"{text}\""));

    public static string Short(string text) => text.Length <= 80 ? text : text[..80] + "…";
}

/// <summary>1 where the answer is the expected text, white space at its ends aside: <c>equals</c>.</summary>
/// <param name="expected">Null: one of the row's right answers.</param>
/// <param name="ignoreCase">Whether upper and lower case are the same. Default false.</param>
public sealed class EqualsEvaluator(string? expected = null, bool ignoreCase = false) : AnswerEvaluator("equals")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var texts = expected is null ? References.Of(row) : [expected];
        return texts.Count == 0 ? Evaluators.Score.NotApplicable("the row has no ground_truth to compare with")
            : texts.Any(text => text.AsSpan().Trim().Equals(answer.Text.AsSpan().Trim(), Checks.Comparison(ignoreCase))) ? Evaluators.Score.Pass()
            : Evaluators.Score.Fail(0, $"it is \"{Checks.Short(answer.Text)}\" instead of {Checks.Quoted(texts.Select(Checks.Short))}");
    }
}

/// <summary>The share of texts that the answer contains: <c>contains</c> passes where it contains all, <c>contains_any</c> where it contains one.</summary>
/// <param name="texts">Empty: the row's right answers, of which one is enough.</param>
/// <param name="any">Whether one is enough.</param>
/// <param name="ignoreCase">Whether upper and lower case are the same. Default true.</param>
public sealed class ContainsEvaluator(IReadOnlyList<string>? texts = null, bool any = false, bool ignoreCase = true) : AnswerEvaluator(any ? "contains_any" : "contains")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var wanted = texts is { Count: > 0 } ? texts : References.Of(row);
        var one = any || texts is not { Count: > 0 };
        if (wanted.Count == 0)
        {
            return Evaluators.Score.NotApplicable("there is no text to look for: none was given, and the row has no ground_truth");
        }

        var missing = wanted.Where(text => !answer.Text.Contains(text, Checks.Comparison(ignoreCase))).ToList();
        var share = one ? (missing.Count < wanted.Count ? 1 : 0) : 1 - ((double)missing.Count / wanted.Count);
        return share >= 1 ? Evaluators.Score.Pass() : Evaluators.Score.Fail(share, $"it does not contain {(one && wanted.Count > 1 ? "any of " : "")}{Checks.Quoted(missing.Select(Checks.Short))}");
    }
}

/// <summary>1 where the answer contains none of the texts, nor what the row says in <c>must_not_contain</c>: <c>not_contains</c>.</summary>
/// <param name="texts">For every row; may be empty.</param>
/// <param name="ignoreCase">Whether upper and lower case are the same. Default true.</param>
public sealed class NotContainsEvaluator(IReadOnlyList<string>? texts = null, bool ignoreCase = true) : AnswerEvaluator("not_contains")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        string[] banned = [.. texts ?? [], .. row.MustNotContain];
        return banned.Length == 0 ? Evaluators.Score.NotApplicable("there is no text to look for: none was given, and the row has no must_not_contain")
            : banned.Where(text => answer.Text.Contains(text, Checks.Comparison(ignoreCase))).ToList() is { Count: > 0 } found ? Evaluators.Score.Fail(0, $"it contains {Checks.Quoted(found.Select(Checks.Short))}")
            : Evaluators.Score.Pass();
    }
}

/// <summary>1 where the answer begins with the text, white space before it aside: <c>starts_with</c>.</summary>
public sealed class StartsWithEvaluator(string text, bool ignoreCase = false) : AnswerEvaluator("starts_with")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) =>
        answer.Text.AsSpan().TrimStart().StartsWith(text, Checks.Comparison(ignoreCase)) ? Evaluators.Score.Pass()
            : Evaluators.Score.Fail(0, $"it begins with \"{Checks.Short(answer.Text)}\" instead of \"{Checks.Short(text)}\"");
}
