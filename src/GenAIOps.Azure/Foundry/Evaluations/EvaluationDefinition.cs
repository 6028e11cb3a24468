using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>What runs of an evaluation have in common: the shape of an item, and the criteria.</summary>
/// <param name="Name">As the portal shows it.</param>
/// <param name="Items">What an item is.</param>
/// <param name="Criteria">What is asked of each item; names must differ, as results are told apart by them.</param>
public sealed record EvaluationDefinition(string Name, ItemSchema Items, IReadOnlyList<TestingCriterion> Criteria)
{
    /// <summary>Kept with the evaluation: up to 16 pairs, keys to 64 and values to 512 characters.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    internal JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["name"] = Name,
            ["data_source_config"] = Items.ToJson(),
            ["testing_criteria"] = new JsonArray([.. Criteria.Select(criterion => (JsonNode)criterion.ToJson())]),
        };
        if (Metadata.Count > 0)
            body["metadata"] = AgentDefinition.Pairs(Metadata);
        return body;
    }

    internal IEnumerable<string> Problems()
    {
        if (Criteria.Count == 0)
            yield return "Criteria: there are none, so nothing would be judged; name at least one.";
        foreach (var twice in Criteria.GroupBy(criterion => criterion.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"Criteria: {twice.Count()} are named '{twice.Key}', and results are told apart by name; rename all but one.";
        if (Metadata.Count > 16 || Metadata.Any(pair => pair.Key.Length > 64 || pair.Value.Length > 512))
            yield return "Metadata: at most 16 pairs, keys to 64 and values to 512 characters are allowed.";
    }
}

/// <summary>What an item of an evaluation is (<c>data_source_config</c>).</summary>
public abstract record ItemSchema
{
    private protected ItemSchema()
    {
    }

    internal abstract JsonObject ToJson();
}

/// <summary>Rows of one's own.</summary>
/// <param name="Schema">JSON Schema of a row.</param>
/// <param name="IncludeSample">Whether criteria may name <c>{{sample.…}}</c>, what a target answered.</param>
public sealed record CustomItems(JsonObject Schema, bool IncludeSample = true) : ItemSchema
{
    internal override JsonObject ToJson() =>
        new() { ["type"] = "custom", ["item_schema"] = Schema.DeepClone(), ["include_sample_schema"] = IncludeSample };
}

/// <summary>Rows that the service makes.</summary>
/// <param name="Scenario"><c>red_team</c>, <c>responses</c>, or a newer word.</param>
public sealed record ServiceItems(string Scenario) : ItemSchema
{
    internal override JsonObject ToJson() => new() { ["type"] = "azure_ai_source", ["scenario"] = Scenario };
}
