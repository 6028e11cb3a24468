using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>1 where the answer matches a regular expression: <c>regex</c>. A match that takes longer than the timeout is an error of the row.</summary>
public sealed class RegexEvaluator : AnswerEvaluator
{
    private readonly Regex _regex;

    private readonly bool _mustMatch;

    /// <param name="pattern">Of .NET; anywhere in the answer, unless it has anchors.</param>
    /// <param name="ignoreCase">Whether upper and lower case are the same. Default false.</param>
    /// <param name="mustMatch">False: the answer must not match, and the metric is <c>not_regex</c>.</param>
    /// <param name="timeout">For one answer. Default 1 s.</param>
    /// <exception cref="ArgumentException">It is no regular expression; the message says where it is wrong.</exception>
    public RegexEvaluator(string pattern, bool ignoreCase = false, bool mustMatch = true, TimeSpan? timeout = null)
        : base(mustMatch ? "regex" : "not_regex")
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _mustMatch = mustMatch;
        try
        {
            _regex = new Regex(pattern, RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), timeout ?? TimeSpan.FromSeconds(1));
        }
        catch (RegexParseException e)
        {
            throw new ArgumentException($"\"{pattern}\" is no regular expression: {e.Message.TrimEnd('.')}. Mend it at character {e.Offset}.", nameof(pattern), e);
        }
    }

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        try
        {
            return _regex.IsMatch(answer.Text) == _mustMatch ? Pass()
                : Fail(0, $"it {(_mustMatch ? "does not match" : "matches")} \"{_regex}\"");
        }
        catch (RegexMatchTimeoutException)
        {
            throw new TimeoutException(Say($"\"{_regex}\" took longer than {_regex.MatchTimeout.TotalSeconds:0.###} s on an answer of {answer.Text.Length} characters. Make it simpler (no nested repetitions), or allow more time."));
        }
    }
}
