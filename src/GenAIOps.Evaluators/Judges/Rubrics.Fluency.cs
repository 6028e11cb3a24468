namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the response is well written.</summary>
    public static Rubric Fluency { get; } = new(
        "fluency",
        "how well the response is written as language: grammar, choice of words, and how easily it reads",
        JudgeInputs.Response,
        new RubricLevel(
            "Mostly not understandable: broken grammar or the wrong words throughout.",
            "Response: Return you box make for thirty go day yes."),
        new RubricLevel(
            "Understandable with effort: frequent errors, very poor vocabulary, sentences that must be read twice.",
            "Response: You can to return box in thirty day, but must it be not open was."),
        new RubricLevel(
            "Understandable at once, with some errors or wooden phrases that the reader notices.",
            "Response: You can return the box in thirty days. It must be not opened. Then you become the money back."),
        new RubricLevel(
            "Correct and clear, with a plain or slightly uneven style; at most a slip that does not disturb.",
            "Response: You can return the box within thirty days. It must be unopened. Then you get the money back."),
        new RubricLevel(
            "Faultless, natural and easy to read, with words chosen for the occasion.",
            "Response: You can return an unopened box within thirty days, and we will refund the full price."))
    {
        Guidance =
        [
            "Judge the language that the response is written in; no language is better than another.",
            "Short is not worse than long, and simple is not worse than ornate: \"Yes, until Friday.\" is faultless.",
            "Code, names, identifiers and quoted material count neither for nor against.",
            "Leave truth, relevance and completeness out of account.",
        ],
    };
}
