namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the response hangs together.</summary>
    public static Rubric Coherence { get; } = new(
        "coherence",
        "how well the sentences of the response follow from one another and make one answer to the query",
        JudgeInputs.Query | JudgeInputs.Response,
        new RubricLevel(
            "The sentences have no connection, or the text cannot be followed.",
            "Query: Why did my payment fail? Response: Banks. On Mondays blue. The card is therefore a holiday."),
        new RubricLevel(
            "Parts make sense, but the order or the connections are broken, or it contradicts itself on the main point.",
            "Query: Why did my payment fail? Response: Your card has expired. Your card is valid, so pay again. Expired cards fail."),
        new RubricLevel(
            "The line of thought can be followed, with jumps, repetitions, or a minor contradiction that the reader must sort out.",
            "Query: Why did my payment fail? Response: It failed because the card has expired. Add a new card. Payments may fail. The card has expired, so add a new one."),
        new RubricLevel(
            "Ideas come in a sensible order and each connects to the last; a transition or two could be better.",
            "Query: Why did my payment fail? Response: The card expired in March. Add a new card under Payment methods. Pay the open invoice again."),
        new RubricLevel(
            "Every sentence follows from the one before, the order is the one in which the reader needs it, and the whole reads as one argument.",
            "Query: Why did my payment fail? Response: It failed because the card on file expired in March. Once you add a new one under Payment methods, the open invoice is tried again by itself."))
    {
        Guidance =
        [
            "Say in one sentence what the response argues; if you cannot, it stands low.",
            "Look for contradictions, for \"therefore\" without a reason, and for things said twice.",
            "A short answer to a simple query can be fully coherent. A list is coherent if its items belong under one head.",
            "Leave grammar, truth and completeness out of account.",
        ],
    };
}
