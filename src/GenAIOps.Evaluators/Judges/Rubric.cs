using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Judges;

/// <summary>What a judge looks at and what each level of its scale means. Its words are a part of the judge's identity: change them and it is another judge.</summary>
/// <param name="Name">Of the metric: small letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, such as <c>relevance</c>.</param>
/// <param name="Judges">What is judged, as the end of "You judge …".</param>
/// <param name="Needs">What there must be: without it the metric does not apply, or the row is in error.</param>
/// <param name="Levels">Exactly five, from 1 (worst) to 5 (best).</param>
/// <example><code>
/// var politeness = new RubricJudge(new Rubric("politeness", "how politely the response treats the user", JudgeInputs.Query | JudgeInputs.Response,
///     "Insults or mocks the user.", "Curt or dismissive.", "Neutral.", "Friendly.", "Warm and respectful throughout."));
/// </code></example>
public sealed partial record Rubric(string Name, string Judges, JudgeInputs Needs, params IReadOnlyList<RubricLevel> Levels)
{
    /// <summary>Goes up with each change of the words, 1 or more. Default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>A score passes from here on, in [1, 5]. Default 3, as Azure AI Foundry's quality evaluators have it.</summary>
    public double PassAt { get; init; } = 3;

    /// <summary>What is shown too where there is some; nothing by default.</summary>
    public JudgeInputs Sees { get; init; }

    /// <summary>What to weigh and what to leave out of account, a sentence each, in the order in which to think.</summary>
    public IReadOnlyList<string> Guidance { get; init; } = [];

    /// <summary>Everything that the judge is shown.</summary>
    internal JudgeInputs Shown => Needs | Sees;

    /// <exception cref="ArgumentException">The rubric is not sound; the message lists every problem.</exception>
    internal Rubric Checked() => Problems().ToList() is { Count: > 0 } problems
        ? throw new ArgumentException($"Rubric '{Name}' cannot be used: {string.Join(" ", problems)}")
        : this;

    private IEnumerable<string> Problems()
    {
        if (!Metric().IsMatch(Name))
        {
            yield return $"Name: '{Name}' must start with a small letter and hold small letters, digits, '_', '-' and '.' only.";
        }

        if (string.IsNullOrWhiteSpace(Judges))
        {
            yield return "Judges: is empty; say what is judged, such as \"how well the response answers the query\".";
        }

        if (Shown == JudgeInputs.None)
        {
            yield return "Needs: is None; name what the judge is shown, such as JudgeInputs.Query | JudgeInputs.Response.";
        }

        if (Levels.Count != 5)
        {
            yield return $"Levels: there are {Levels.Count}, and must be 5, from 1 (worst) to 5 (best).";
        }

        for (var i = 0; i < Levels.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(Levels[i].Definition))
            {
                yield return $"Levels: level {i + 1} has no definition.";
            }
        }

        if (PassAt is not (>= 1 and <= 5))
        {
            yield return FormattableString.Invariant($"PassAt: {PassAt} must lie between 1 and 5.");
        }

        if (Version < 1)
        {
            yield return FormattableString.Invariant($"Version: {Version} must be 1 or more.");
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_.-]*\z")]
    private static partial Regex Metric();
}
