using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Models;

/// <summary>
/// Fills in a judge's form by counting words: how many terms the response shares with the ground truth; where there is none, with the context; else with the
/// query. It understands neither rubric nor answer. With it a pipeline with judges runs on one machine, and shows what a judge without understanding is worth.
/// </summary>
internal static class LexicalJudge
{
    public static ModelAnswer Answer(AnswerForm form, IReadOnlyList<ChatMessage> messages)
    {
        string text = Material(messages) is { } material
            ? form.IsPairwise ? Compare(form, material) : Score(form, material)
            : form.Fill("There is no material: no line of the messages is a JSON object.", form.Values[0]);
        return new ModelAnswer(text, Pieces.CountPrompt(messages), Pieces.Count(text));
    }

    private static string Score(AnswerForm form, JsonObject material)
    {
        Share share = Of(material, material);
        JsonNode[] levels = [.. form.Values.OrderBy(level => (int)level)];
        return form.Fill(share.Said, levels[Math.Min(levels.Length - 1, (int)(share.Value * levels.Length))]);
    }

    private static string Compare(AnswerForm form, JsonObject material)
    {
        Share first = Of(material, material["first"] as JsonObject ?? []), second = Of(material, material["second"] as JsonObject ?? []);
        string better = first.Value > second.Value ? "first" : first.Value < second.Value ? "second" : "tie";
        return form.Fill($"First: {first.Said} Second: {second.Said}", form.Values.First(value => (string?)value == better));
    }

    /// <param name="Value">In [0, 1].</param>
    /// <param name="Said">As a reason.</param>
    private readonly record struct Share(double Value, string Said);

    private static Share Of(JsonObject question, JsonObject answer)
    {
        HashSet<string> response = Terms(answer["response"]), truth = Terms(question["ground_truth"]), context = Passages(answer["context"] ?? question["context"]), query = Terms(question["query"]);
        return truth.Count > 0 ? Count(truth, response, "terms of the ground truth are in the response")
            : context.Count > 0 ? Count(response, [.. context, .. query], "terms of the response are in the context")
            : Count(query, response, "terms of the query are in the response");
    }

    private static Share Count(HashSet<string> terms, HashSet<string> among, string what)
    {
        int found = terms.Count(among.Contains);
        return new Share(terms.Count == 0 ? 0 : (double)found / terms.Count, $"{found} of {terms.Count} {what}.");
    }

    private static HashSet<string> Terms(JsonNode? text) => [.. Words.Terms(OpenAIRequest.Text(text) ?? "")];

    private static HashSet<string> Passages(JsonNode? context) => [.. (context as JsonArray ?? []).SelectMany(passage => Words.Terms(OpenAIRequest.Text((passage as JsonObject)?["text"]) ?? ""))];

    private static JsonObject? Material(IReadOnlyList<ChatMessage> messages)
    {
        foreach (string line in messages.Where(message => message.Role == "user").SelectMany(message => message.Text.Split('\n')).Where(line => line.StartsWith('{')))
        {
            try
            {
                if (JsonNode.Parse(line, documentOptions: OpenAIRequest.Unambiguous) is JsonObject material) return material;
            }
            catch (JsonException) { } // A brace is not yet JSON.
        }
        return null;
    }
}
