using System.Net;
using System.Text;

namespace GenAIOps.Emulator.Models;

internal sealed record ContextBlock(string Id, string Title, string Text);
internal sealed record Attachment(string Name, string Text);

/// <summary>A chat taken apart: what to obey, what to answer, what to answer from, what not to trust.</summary>
/// <param name="System">All system and developer messages, blocks removed.</param>
/// <param name="Question">The last user message, blocks removed.</param>
/// <remarks>
/// Blocks are <c>&lt;context id="…" title="…"&gt;…&lt;/context&gt;</c> and <c>&lt;attachment name="…"&gt;…&lt;/attachment&gt;</c>, in instructions or in the
/// last user message; entities in them and in the question are decoded. An unclosed block reaches to the end: its text is never taken for a question.
/// </remarks>
internal sealed record Prompt(string System, string Question, IReadOnlyList<ContextBlock> Context, IReadOnlyList<Attachment> Attachments)
{
    private const string ContextTag = "context", AttachmentTag = "attachment";

    public static Prompt Read(IReadOnlyList<ChatMessage> messages)
    {
        List<ContextBlock> context = [];
        List<Attachment> attachments = [];
        StringBuilder system = new();
        foreach (ChatMessage message in messages.Where(m => m.IsInstruction))
            system.Append(WithoutBlocks(message.Text, context, attachments)).Append('\n');
        string question = messages.LastOrDefault(m => m.Role == "user") is { } last ? WithoutBlocks(last.Text, context, attachments) : "";
        return new Prompt(system.ToString().Trim(), WithoutLabel(WebUtility.HtmlDecode(question).Trim()), context, attachments);
    }

    private static string WithoutBlocks(string text, List<ContextBlock> context, List<Attachment> attachments)
    {
        StringBuilder rest = new();
        int at = 0;
        while (NextBlock(text, at) is var (start, tag))
        {
            rest.Append(text, at, start - at).Append('\n');
            int head = text.IndexOf('>', start);
            if (head < 0) return rest.ToString();
            string close = $"</{tag}>";
            int end = text.IndexOf(close, head, StringComparison.OrdinalIgnoreCase);
            string attributes = text[(start + tag.Length + 1)..head];
            string body = WebUtility.HtmlDecode(end < 0 ? text[(head + 1)..] : text[(head + 1)..end]).Trim();
            if (tag == ContextTag) context.Add(new ContextBlock(Attribute(attributes, "id"), Attribute(attributes, "title"), body));
            else attachments.Add(new Attachment(Attribute(attributes, "name"), body));
            if (end < 0) return rest.ToString();
            at = end + close.Length;
        }
        return rest.Append(text, at, text.Length - at).ToString();
    }

    private static (int Start, string Tag)? NextBlock(string text, int from)
    {
        for (int at = text.IndexOf('<', from); at >= 0; at = text.IndexOf('<', at + 1))
        {
            if (Opens(text, at, ContextTag)) return (at, ContextTag);
            if (Opens(text, at, AttachmentTag)) return (at, AttachmentTag);
        }
        return null;
    }

    private static bool Opens(string text, int at, string tag)
    {
        int after = at + 1 + tag.Length;
        return after < text.Length && (char.IsWhiteSpace(text[after]) || text[after] == '>')
            && string.Compare(text, at + 1, tag, 0, tag.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    private static string Attribute(string attributes, string name)
    {
        int at = attributes.IndexOf($" {name}=\"", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return "";
        int start = at + name.Length + 3;
        int end = attributes.IndexOf('"', start);
        return end < 0 ? "" : WebUtility.HtmlDecode(attributes[start..end]);
    }

    /// <summary>Prompts often label the last part; the label is not asked for.</summary>
    private static string WithoutLabel(string question)
    {
        int colon = question.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < 24 && question[..colon].TrimEnd().EndsWith("question", StringComparison.OrdinalIgnoreCase)
            ? question[(colon + 1)..].TrimStart() : question;
    }
}
