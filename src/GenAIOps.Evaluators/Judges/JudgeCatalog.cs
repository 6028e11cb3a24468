using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace GenAIOps.Evaluators.Judges;

/// <summary>The built-in rubrics by every name that the ecosystem has for them, so that a configuration written for another tool finds its judge.</summary>
public static partial class JudgeCatalog
{
    /// <summary>By name, in any case: ours, with <c>builtin.</c> before it, and the synonyms <c>completeness</c> and <c>equivalence</c>.</summary>
    public static IReadOnlyDictionary<string, Rubric> ByName { get; } = Names().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a rubric by a name of <see cref="ByName"/>, or by one of Azure's long ids such as <c>azureml://registries/azureml/evaluators/builtin.relevance/versions/2</c>.</summary>
    public static Rubric? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.GetValueOrDefault(LongId().Match(name) is { Success: true } id ? id.Groups[1].Value : name);
    }

    /// <summary>Makes a judge by name.</summary>
    /// <exception cref="ArgumentException">There is no such judge; the message names those there are.</exception>
    public static RubricJudge Create(string name, IChatClient? client = null, JudgeOptions? options = null) => Find(name) is { } rubric
        ? new RubricJudge(rubric, client, options)
        : throw new ArgumentException($"There is no judge '{name}'; there are {string.Join(", ", ByName.Values.Select(known => known.Name).Distinct().Order(StringComparer.Ordinal))}. For another, pass your own Rubric to RubricJudge.", nameof(name));

    private static IEnumerable<KeyValuePair<string, Rubric>> Names()
    {
        Rubric[] rubrics =
        [
            Rubrics.Relevance, Rubrics.Coherence, Rubrics.Fluency, Rubrics.Groundedness, Rubrics.ResponseCompleteness,
            Rubrics.TaskAdherence, Rubrics.IntentResolution, Rubrics.Similarity, Rubrics.Retrieval,
        ];
        foreach (var (name, rubric) in rubrics.Select(rubric => (rubric.Name, rubric)).Append(("completeness", Rubrics.ResponseCompleteness)).Append(("equivalence", Rubrics.Similarity)))
        {
            yield return new(name, rubric);
            yield return new($"builtin.{name}", rubric);
        }
    }

    [GeneratedRegex("^azure(?:ai|ml)://.*/evaluators/([^/]+)(?:/versions/[^/]+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex LongId();
}
