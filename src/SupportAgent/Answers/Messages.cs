using System.Text;
using Microsoft.Extensions.AI;
using SupportAgent.Knowledge;

namespace SupportAgent.Answers;

/// <summary>Puts a question and its context into one message, after what was said before. What customers write cannot pretend to be a block of ours.</summary>
internal static class Messages
{
    public static IReadOnlyList<ChatMessage> Compose(Question question, IReadOnlyList<Article> context) =>
    [
        .. question.Earlier.Select(turn => new ChatMessage(turn.IsCustomer ? ChatRole.User : ChatRole.Assistant, Escape(turn.Text))),
        new(ChatRole.User, Ask(question, context)),
    ];

    private static string Ask(Question question, IReadOnlyList<Article> context)
    {
        var text = new StringBuilder();
        foreach (var article in context)
        {
            text.Append($"<context id=\"{Escape(article.Id)}\" title=\"{Escape(article.Title)}\">\n{Escape(article.Text)}\n</context>\n");
        }

        foreach (var attachment in question.Attachments)
        {
            text.Append($"<attachment name=\"{Escape(attachment.Name)}\">\n{Escape(attachment.Text)}\n</attachment>\n");
        }

        return text.Append(Escape(question.Text)).ToString();
    }

    private static string Escape(string text) => text.Replace("<", "\u2039", StringComparison.Ordinal).Replace(">", "\u203A", StringComparison.Ordinal).Replace('"', '\'');
}
