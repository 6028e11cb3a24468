using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>A run's <c>data_source</c>, checked.</summary>
/// <param name="Rows">What is judged.</param>
/// <param name="Target">Who answers; null where the rows bring their answers.</param>
/// <param name="Messages">What the target is sent, with placeholders.</param>
internal sealed record RunPlan(IReadOnlyList<JsonObject> Rows, AgentReference? Target, IReadOnlyList<ChatMessage> Messages)
{
    /// <exception cref="OpenAIErrorException">It cannot be run: the message names the member.</exception>
    public static RunPlan Read(JsonObject source, Evaluation evaluation, EvaluationStore store, AgentStore agents)
    {
        string type = OpenAIRequest.Text(source["type"]) ?? throw CriteriaReader.Invalid("data_source.type", "is missing or not a string");
        if (evaluation.IsRedTeam != type is "azure_ai_red_team")
            throw CriteriaReader.Invalid("data_source.type", $"is '{type}', and the evaluation's scenario is {(evaluation.IsRedTeam ? "red_team: use azure_ai_red_team" : "another than red_team")}");
        return type switch
        {
            "jsonl" => new RunPlan(Content(source), null, []),
            "azure_ai_target_completions" => new RunPlan(Content(source), ReadTarget(source, evaluation, agents), ReadMessages(source)),
            "azure_ai_red_team" => new RunPlan(Attacks(source, evaluation, store), ReadTarget(source, evaluation, agents), [new ChatMessage("user", "{{item.query}}")]),
            _ => throw CriteriaReader.Invalid("data_source.type", $"is '{type}', which this emulator does not serve; it serves jsonl, azure_ai_target_completions, azure_ai_red_team"),
        };
    }

    private static List<JsonObject> Content(JsonObject source)
    {
        if (OpenAIRequest.Text(source["source"]?["type"]) is not "file_content")
            throw CriteriaReader.Invalid("data_source.source.type", $"is {source["source"]?["type"]?.ToJsonString() ?? "missing"}, and this emulator keeps no datasets: send the rows as file_content");
        if (source["source"]!["content"] is not JsonArray { Count: > 0 } content)
            throw CriteriaReader.Invalid("data_source.source.content", "must be a list of at least one row");
        return [.. content.Select((row, at) => (row?["item"] as JsonObject)?.DeepClone().AsObject() ?? throw CriteriaReader.Invalid($"data_source.source.content[{at}].item", "is missing or not an object"))];
    }

    private static AgentReference ReadTarget(JsonObject source, Evaluation evaluation, AgentStore agents)
    {
        if (OpenAIRequest.Text(source["target"]?["type"]) is not "azure_ai_agent")
            throw CriteriaReader.Invalid("data_source.target.type", $"is {source["target"]?["type"]?.ToJsonString() ?? "missing"}; this emulator evaluates azure_ai_agent");
        string name = OpenAIRequest.Text(source["target"]!["name"]) ?? throw CriteriaReader.Invalid("data_source.target.name", "is missing or not a string");
        Agent agent = agents.Get(evaluation.Project, name) ?? throw new OpenAIErrorException(404, "not_found", $"Agent '{name}' doesn't exist. No run was started.", "data_source.target.name");
        string version = OpenAIRequest.Text(source["target"]!["version"]) ?? agent.Latest.Number;
        return agent.Find(version) is not null ? new AgentReference(agent.Name, version)
            : throw new OpenAIErrorException(404, "not_found", $"Agent '{name}' has no version '{version}'. No run was started.", "data_source.target.version");
    }

    private static List<ChatMessage> ReadMessages(JsonObject source)
    {
        if (source["input_messages"]?["template"] is not JsonArray { Count: > 0 } template)
            throw CriteriaReader.Invalid("data_source.input_messages.template", "must be a list of at least one message");
        return [.. template.Select((message, at) => new ChatMessage(OpenAIRequest.Text(message?["role"]) ?? "user",
            message?["content"] is JsonObject part ? OpenAIRequest.Text(part["text"]) ?? "" : OpenAIRequest.Flatten(message?["content"], $"data_source.input_messages.template[{at}].content")))];
    }

    private static IReadOnlyList<JsonObject> Attacks(JsonObject source, Evaluation evaluation, EvaluationStore store)
    {
        JsonNode? how = source["item_generation_params"];
        string id = OpenAIRequest.Text(how?["source"]?["id"]) ?? throw CriteriaReader.Invalid("data_source.item_generation_params.source.id", "is missing or not a string");
        Taxonomy taxonomy = store.Taxonomies.Get(evaluation.Project, id) ?? throw new OpenAIErrorException(404, "not_found", $"There is no taxonomy '{id}'. No run was started.", "data_source.item_generation_params.source.id");
        List<string> strategies = [.. (how!["attack_strategies"] as JsonArray ?? []).Select(each => OpenAIRequest.Text(each) ?? "")];
        if (strategies.Find(each => !AttackWriter.Knows(each)) is { } unknown)
            throw CriteriaReader.Invalid("data_source.item_generation_params.attack_strategies", $"names '{unknown}', which this emulator does not serve; it serves {string.Join(", ", AttackWriter.Names)}");
        if (OpenAIRequest.Positive(how.AsObject(), "num_turns") > 1)
            throw CriteriaReader.Invalid("data_source.item_generation_params.num_turns", $"is {how["num_turns"]}, and this emulator attacks in one turn only");
        return AttackWriter.Write((taxonomy.Input["riskCategories"] as JsonArray ?? []).Select(each => OpenAIRequest.Text(each)).OfType<string>(), strategies);
    }
}
