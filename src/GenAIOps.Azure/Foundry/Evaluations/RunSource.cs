using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>What a run judges (<c>data_source</c>).</summary>
public abstract record RunSource
{
    private protected RunSource()
    {
    }

    internal abstract JsonObject ToJson();
}

/// <summary>Answers that the rows bring themselves.</summary>
/// <param name="Rows">Where they are.</param>
public sealed record GivenAnswers(RowSource Rows) : RunSource
{
    internal override JsonObject ToJson() => new() { ["type"] = "jsonl", ["source"] = Rows.ToJson() };
}

/// <summary>Answers that an agent version gives during the run.</summary>
/// <param name="Rows">Where the rows are.</param>
/// <param name="Target">Who answers.</param>
public sealed record AgentAnswers(RowSource Rows, AgentTarget Target) : RunSource
{
    /// <summary>What the agent is sent for a row. Default: <c>{{item.query}}</c> from the user.</summary>
    public IReadOnlyList<TemplateMessage> Messages { get; init; } = [new TemplateMessage("user", "{{item.query}}")];

    internal override JsonObject ToJson() => new()
    {
        ["type"] = "azure_ai_target_completions",
        ["source"] = Rows.ToJson(),
        ["input_messages"] = new JsonObject { ["type"] = "template", ["template"] = new JsonArray([.. Messages.Select(message => (JsonNode)message.ToJson())]) },
        ["target"] = Target.ToJson(),
    };
}

/// <summary>Attacks that the service makes on an agent version.</summary>
/// <param name="TaxonomyId">What to attack for: <see cref="Taxonomy.Id"/>.</param>
/// <param name="Strategies">How: <c>Flip</c>, <c>Base64</c>, <c>IndirectJailbreak</c>, …; each attack is made in plain words too.</param>
/// <param name="Turns">Of a conversation, 1 or more.</param>
/// <param name="Target">Who is attacked.</param>
public sealed record RedTeamAttacks(string TaxonomyId, IReadOnlyList<string> Strategies, int Turns, AgentTarget Target) : RunSource
{
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "azure_ai_red_team",
        ["item_generation_params"] = new JsonObject
        {
            ["type"] = "red_team_taxonomy",
            ["attack_strategies"] = new JsonArray([.. Strategies.Select(strategy => (JsonNode)strategy)]),
            ["num_turns"] = Turns,
            ["source"] = new StoredRows(TaxonomyId).ToJson(),
        },
        ["target"] = Target.ToJson(),
    };
}

/// <summary>One version of an agent; never "the newest".</summary>
/// <param name="Name">The agent's.</param>
/// <param name="Version">As in <see cref="AgentVersion.Version"/>.</param>
public sealed record AgentTarget(string Name, string Version)
{
    internal JsonObject ToJson() => new() { ["type"] = "azure_ai_agent", ["name"] = Name, ["version"] = Version };
}

/// <summary>A message with <c>{{item.column}}</c> in it.</summary>
/// <param name="Role"><c>user</c>, <c>developer</c>, <c>system</c> or <c>assistant</c>.</param>
/// <param name="Text">The template.</param>
public sealed record TemplateMessage(string Role, string Text)
{
    internal JsonObject ToJson() => new()
    {
        ["type"] = "message",
        ["role"] = Role,
        ["content"] = new JsonObject { ["type"] = "input_text", ["text"] = Text },
    };
}

/// <summary>Where rows are.</summary>
public abstract record RowSource
{
    private protected RowSource()
    {
    }

    internal abstract JsonObject ToJson();
}

/// <summary>Rows in the request itself.</summary>
/// <param name="Rows">JSON objects; they are not changed.</param>
public sealed record InlineRows(IReadOnlyList<JsonObject> Rows) : RowSource
{
    internal override JsonObject ToJson() => new()
    {
        ["type"] = "file_content",
        ["content"] = new JsonArray([.. Rows.Select(row => (JsonNode)new JsonObject { ["item"] = row.DeepClone() })]),
    };
}

/// <summary>Rows of a dataset of the project.</summary>
/// <param name="Id">Such as <see cref="DatasetVersion.Id"/>.</param>
public sealed record StoredRows(string Id) : RowSource
{
    internal override JsonObject ToJson() => new() { ["type"] = "file_id", ["id"] = Id };
}
