using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Text;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>What a length is counted in.</summary>
public enum LengthUnit
{
    /// <summary>UTF-16 units, as .NET counts a string.</summary>
    Characters,

    /// <summary>Runs of anything but white space.</summary>
    Words,
}

/// <summary>The length of the answer, which must be in a range: <c>length_characters</c> or <c>length_words</c>.</summary>
public sealed class LengthEvaluator : AnswerEvaluator
{
    private readonly int _least;

    private readonly int _most;

    private readonly LengthUnit _unit;

    /// <param name="least">0 or more.</param>
    /// <param name="most">At least <paramref name="least"/>.</param>
    /// <param name="unit">What is counted.</param>
    /// <exception cref="ArgumentException">No length is in the range.</exception>
    public LengthEvaluator(int least = 0, int most = int.MaxValue, LengthUnit unit = LengthUnit.Characters)
        : base($"length_{unit.ToString().ToLowerInvariant()}")
    {
        if (least < 0 || most < least)
        {
            throw new ArgumentException(Say($"A length of {least} to {most} cannot be: the least is 0 or more, and the most not under it."), nameof(most));
        }

        (_least, _most, _unit) = (least, most, unit);
    }

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var length = _unit == LengthUnit.Words ? Words.Plain(answer.Text).Count : answer.Text.Length;
        return length < _least ? AtLeast(length, _least, Name) : AtMost(length, _most, Name);
    }
}
