namespace GenAIOps.Emulator.Models;

/// <summary>The tokens of the local model: what it streams and what usage counts.</summary>
/// <remarks>
/// A piece is up to six letters or digits of a word together with the white space before it, or one other character. A chat costs three pieces
/// more for each message and three for the answer's start, as with OpenAI's chat format.
/// </remarks>
internal static class Pieces
{
    private const int Longest = 6, PerMessage = 3, AnswerStart = 3;

    public static IEnumerable<string> Split(string text)
    {
        int start = 0, at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at])) { at++; continue; }
            int letters = 0;
            while (at < text.Length && letters < Longest && char.IsLetterOrDigit(text[at])) { at++; letters++; }
            if (letters == 0) at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            yield return text[start..at];
            start = at;
        }
        if (start < text.Length) yield return text[start..];
    }

    public static int Count(string text) => Split(text).Count();

    public static int CountPrompt(IReadOnlyList<ChatMessage> messages) =>
        AnswerStart + messages.Sum(message => PerMessage + Count(message.Text));
}
