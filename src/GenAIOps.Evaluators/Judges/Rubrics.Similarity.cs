namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the response means the same as the right answer. Also known as equivalence.</summary>
    public static Rubric Similarity { get; } = new(
        "similarity",
        "how far the response means the same as the ground truth, as an answer to the query",
        JudgeInputs.Query | JudgeInputs.Response | JudgeInputs.GroundTruth,
        new RubricLevel(
            "It means something else, or the opposite.",
            "Query: May I bring a dog? Ground truth: Yes, on a lead. Response: No, dogs are not allowed."),
        new RubricLevel(
            "It shares the subject, but who follows it would act differently.",
            "Query: May I bring a dog? Ground truth: Yes, on a lead. Response: Some animals may come in after you ask at the desk."),
        new RubricLevel(
            "It means the same at the core; a condition or a detail differs, is added, or is missing, and it matters.",
            "Query: May I bring a dog? Ground truth: Yes, on a lead. Response: Yes, dogs are welcome. (The lead is missing.)"),
        new RubricLevel(
            "It means the same for all practical purposes; a nuance differs.",
            "Query: May I bring a dog? Ground truth: Yes, on a lead. Response: Yes, if it is kept under control on a lead."),
        new RubricLevel(
            "It means the same in every respect, whatever its words.",
            "Query: May I bring a dog? Ground truth: Yes, on a lead. Response: Dogs may come along as long as they are leashed."))
    {
        Guidance =
        [
            "Ask whether somebody who follows the response would act and believe as one who follows the ground truth.",
            "The ground truth is taken as right, even if you know better.",
            "Shared words are no evidence of shared meaning, and different words none against it.",
        ],
    };
}
