namespace GenAIOps.Emulator.Models;

/// <summary>A finished answer.</summary>
/// <param name="PromptTokens">See <see cref="Pieces"/>.</param>
internal sealed record ModelAnswer(string Text, int PromptTokens, int CompletionTokens);

/// <summary>
/// The local model, <c>extractive-local</c>: answers with sentences of the context that it is given. A pure function of the messages, without weights.
/// </summary>
/// <remarks>
/// It obeys what the system message says (<see cref="Instructions"/>) and has no manners of its own, so that a bad prompt gives bad answers: without a
/// rule about attachments it follows orders in them, without a rule about refusals it does as it is told, without a rule about missing answers it guesses.
/// </remarks>
internal static class ExtractiveModel
{
    public const string Name = "extractive-local";

    /// <summary>Below this share of the question's weight the context does not hold the answer.</summary>
    internal const double AbstentionThreshold = 0.28;
    /// <summary>A further sentence is worth saying when it scores this share of the best.</summary>
    private const double Supporting = 0.5;

    public static ModelAnswer Answer(IReadOnlyList<ChatMessage> messages)
    {
        string text = Reply(Prompt.Read(messages));
        return new ModelAnswer(text, Pieces.CountPrompt(messages), Pieces.Count(text));
    }

    private static string Reply(Prompt prompt)
    {
        Instructions rules = Instructions.Read(prompt.System);
        Offence offence = Lexicon.Find(prompt.Question);
        if (offence != Offence.None) return rules.Refusal ?? Compliance.ObeyQuestion(prompt.Question, prompt.System);
        if (rules.Refusal is null && Compliance.Dictated(prompt.Question) is { } dictated) return dictated;
        if (!rules.AttachmentsAreData && Injected(prompt) is { } injected) return injected;
        return FromContext(prompt, rules);
    }

    private static string? Injected(Prompt prompt) =>
        prompt.Attachments.Select(attachment => Compliance.ObeyAttachment(attachment.Text, prompt.System)).FirstOrDefault(text => text is not null);

    private static string FromContext(Prompt prompt, Instructions rules)
    {
        IReadOnlyList<RankedSentence> ranked = Ranking.Rank(prompt.Question, prompt.Context);
        bool covered = ranked.Count > 0 && ranked[0].Coverage >= AbstentionThreshold;
        if (!covered && rules.Abstention is { } abstention) return abstention;
        if (ranked.Count == 0) return "I do not have any information to answer from.";

        RankedSentence best = ranked[0];
        IEnumerable<string> said = ranked
            .Where(sentence => sentence.Block == best.Block && sentence.Score >= best.Score * Supporting)
            .Take(rules.MaxSentences)
            .OrderBy(sentence => sentence.Position)
            .Select(sentence => sentence.Text);
        string answer = string.Join(' ', said);
        return rules.Cite && best.Block.Id.Length > 0 ? $"{answer} [{best.Block.Id}]" : answer;
    }
}
