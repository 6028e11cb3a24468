namespace GenAIOps.Evaluation.Datasets;

/// <summary>How a set is read where its own names do not say it.</summary>
public sealed record DatasetOptions
{
    /// <summary>
    /// Which column of the file holds what: our name (<c>query</c>, <c>ground_truth</c>, …) to the file's, plain or as the ecosystem's mappings write it
    /// (<c>{{item.question}}</c>, <c>${data.question}</c>). It goes before the synonyms.
    /// </summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Bad rows that are named before the rest is only counted. Default 20.</summary>
    public int ShownProblems { get; init; } = 20;
}
