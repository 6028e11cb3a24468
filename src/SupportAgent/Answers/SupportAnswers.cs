using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SupportAgent.Knowledge;

namespace SupportAgent.Answers;

/// <summary>A finished answer.</summary>
/// <param name="Text">As the model said it.</param>
/// <param name="Citations">Ids of articles that it names.</param>
/// <param name="Answered">False where it says that it does not know or must not.</param>
/// <param name="Context">What it was given.</param>
/// <param name="InputTokens">As the model counts.</param>
/// <param name="OutputTokens">As the model counts.</param>
internal sealed record Answer(string Text, IReadOnlyList<string> Citations, bool Answered, IReadOnlyList<Article> Context, long InputTokens, long OutputTokens);

/// <summary>Answers questions: retrieves articles, asks the model, and reads the citations out of what it says.</summary>
internal sealed partial class SupportAnswers(AIAgent agent, KnowledgeBase knowledge, AgentSettings settings, IMeterFactory meters)
{
    public const string MeterName = "SupportAgent";
    private const string DoNotKnow = "I don't know";
    private const string Refusal = "I can't help with that";

    private readonly Counter<long> _answers = meters.Create(MeterName).CreateCounter<long>("support.answers", "{answer}", "Answers by outcome: answered, dont_know, refused.");
    private readonly Counter<long> _declined = meters.Create(MeterName).CreateCounter<long>("support.answers.declined", "{answer}", "Answers that gave none: dont_know and refused.");

    /// <summary>The pieces of the answer as they come, then the whole.</summary>
    public async IAsyncEnumerable<(string? Delta, Answer? Done)> StreamAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var context = knowledge.Search(question.Topic, settings.RetrievedArticles);
        var text = new StringBuilder();
        UsageDetails usage = new();
        await foreach (var update in agent.RunStreamingAsync(Messages.Compose(question, context), cancellationToken: cancellationToken))
        {
            foreach (var counted in update.Contents.OfType<UsageContent>())
            {
                usage.Add(counted.Details);
            }

            if (update.Text.Length == 0)
            {
                continue;
            }

            text.Append(update.Text);
            yield return (update.Text, null);
            if (settings.AnswerDelay > TimeSpan.Zero)
            {
                await Task.Delay(settings.AnswerDelay, cancellationToken);
            }
        }

        yield return (null, Finish(text.ToString().Trim(), context, usage));
    }

    /// <summary>The whole answer at once.</summary>
    public async Task<Answer> AnswerAsync(Question question, CancellationToken cancellationToken)
    {
        var context = knowledge.Search(question.Topic, settings.RetrievedArticles);
        var response = await agent.RunAsync(Messages.Compose(question, context), cancellationToken: cancellationToken);
        return Finish(response.Text.Trim(), context, response.Usage ?? new());
    }

    private Answer Finish(string text, IReadOnlyList<Article> context, UsageDetails usage)
    {
        var ids = context.Select(article => article.Id).ToHashSet(StringComparer.Ordinal);
        var outcome = text.StartsWith(Refusal, StringComparison.Ordinal) ? "refused" : text.StartsWith(DoNotKnow, StringComparison.Ordinal) ? "dont_know" : "answered";
        _answers.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        if (outcome != "answered")
        {
            _declined.Add(1);
        }

        return new Answer(
            text,
            [.. Citation().Matches(text).Select(match => match.Groups[1].Value).Where(ids.Contains).Distinct()],
            outcome == "answered",
            context,
            usage.InputTokenCount ?? 0,
            usage.OutputTokenCount ?? 0);
    }

    [GeneratedRegex(@"\[([a-z0-9-]+)\]")]
    private static partial Regex Citation();
}
