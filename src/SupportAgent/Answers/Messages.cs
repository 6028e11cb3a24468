using System.Text;
using SupportAgent.Knowledge;

namespace SupportAgent.Answers;

/// <summary>Puts a question and its context into one message. What customers write cannot pretend to be a block of ours.</summary>
internal static class Messages
{
    public static string Compose(Question question, IReadOnlyList<Article> context)
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
