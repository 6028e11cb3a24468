namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the passages that were retrieved are the ones that the query needs, best first.</summary>
    public static Rubric Retrieval { get; } = new(
        "retrieval",
        "how well the passages of the context, in their order, serve to answer the query; the response is not judged",
        JudgeInputs.Query | JudgeInputs.Context,
        new RubricLevel(
            "No passage has to do with the query.",
            "Query: How long is the warranty? Passages: 1. Our shops. 2. Careers."),
        new RubricLevel(
            "A passage is on the subject, but none holds the answer.",
            "Query: How long is the warranty? Passages: 1. How to register a warranty. 2. Careers."),
        new RubricLevel(
            "The answer is there, but only in part, or it stands below passages that do not help.",
            "Query: How long is the warranty? Passages: 1. Careers. 2. Our shops. 3. The warranty lasts two years."),
        new RubricLevel(
            "The whole answer is there and stands near the top; some passages do not help.",
            "Query: How long is the warranty? Passages: 1. The warranty lasts two years. 2. Careers."),
        new RubricLevel(
            "The whole answer stands at the top, and every passage serves it.",
            "Query: How long is the warranty? Passages: 1. The warranty lasts two years. 2. It starts on the day of delivery."))
    {
        Sees = JudgeInputs.History,
        Guidance =
        [
            "Say what a passage must hold to answer the query, then go through the passages from the first.",
            "What you know yourself does not fill a gap in the passages.",
            "A passage that repeats the words of the query without answering it does not help.",
        ],
    };
}
