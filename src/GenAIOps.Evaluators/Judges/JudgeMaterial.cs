using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Judges;

/// <summary>What is under judgement, wherever it came from: our <see cref="AnswerContext"/>, or the bare messages and contexts of Microsoft.Extensions.AI.Evaluation.</summary>
internal sealed record JudgeMaterial
{
    public string Query { get; init; } = "";

    public string Response { get; init; } = "";

    public IReadOnlyList<Passage> Context { get; init; } = [];

    public string GroundTruth { get; init; } = "";

    public IReadOnlyList<CaseMessage> History { get; init; } = [];

    public IReadOnlyList<CaseAttachment> Attachments { get; init; } = [];

    public IReadOnlyList<ToolDefinition> ToolDefinitions { get; init; } = [];

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    public static JudgeMaterial Of(EvaluationCase row, AgentAnswer answer) => new()
    {
        Query = row.Query,
        Response = answer.Text,
        Context = answer.Context.Count > 0 ? answer.Context : Passages(row.Context),
        GroundTruth = row.GroundTruth,
        History = row.History,
        Attachments = row.Attachments,
        ToolDefinitions = row.ToolDefinitions,
        ToolCalls = answer.ToolCalls,
    };

    /// <summary>Takes the row and the answer where they are given. Otherwise the last user message is the query, what came before it the history, and others' contexts count by the start of their names.</summary>
    public static JudgeMaterial From(IEnumerable<ChatMessage> messages, ChatResponse response, IReadOnlyCollection<EvaluationContext> contexts)
    {
        if (contexts.OfType<AnswerContext>().FirstOrDefault() is { } answer)
        {
            return Of(answer.Row, answer.Answer);
        }

        var said = messages.ToList();
        var last = said.FindLastIndex(message => message.Role == ChatRole.User);
        return new JudgeMaterial
        {
            Query = last < 0 ? "" : said[last].Text,
            Response = response.Text,
            History = [.. said.Where((_, i) => i != last).Select(Turn)],
            ToolCalls = [.. response.Messages.SelectMany(Calls)],
            Context = [.. Named(contexts, "Grounding Context", "Retrieved Context", "Context").SelectMany(context => context.Contents).Select(content => new Passage("", Text(content)))],
            GroundTruth = string.Join('\n', Named(contexts, "Ground Truth").SelectMany(context => context.Contents).Select(Text)),
            ToolDefinitions = [.. Named(contexts, "Tool Definitions").SelectMany(context => context.Contents).Select(content => new ToolDefinition("", Text(content), default))],
        };
    }

    /// <summary>Whether nothing was answered at all, neither words nor, where they count, calls.</summary>
    public bool IsEmptyAnswer(JudgeInputs shown) =>
        shown.HasFlag(JudgeInputs.Response) && string.IsNullOrWhiteSpace(Response) && !(shown.HasFlag(JudgeInputs.Tools) && ToolCalls.Count > 0);

    private static IReadOnlyList<Passage> Passages(string text) => string.IsNullOrWhiteSpace(text) ? [] : [new Passage("", text)];

    private static IEnumerable<EvaluationContext> Named(IReadOnlyCollection<EvaluationContext> contexts, params string[] starts) =>
        contexts.Where(context => starts.Any(start => context.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase)));

    private static string Text(AIContent content) => content is TextContent text ? text.Text : content.ToString() ?? "";

    private static CaseMessage Turn(ChatMessage message) => new(message.Role.Value, message.Text) { ToolCalls = [.. Calls(message)] };

    private static IEnumerable<ToolCall> Calls(ChatMessage message) => message.Contents.OfType<FunctionCallContent>()
        .Select(call => new ToolCall(call.Name, JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions)) { Id = call.CallId });
}
