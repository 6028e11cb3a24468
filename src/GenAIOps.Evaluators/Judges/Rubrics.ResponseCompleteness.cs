namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the response holds all that the right answer holds.</summary>
    public static Rubric ResponseCompleteness { get; } = new(
        "response_completeness",
        "how much of what the ground truth says the response says too",
        JudgeInputs.Response | JudgeInputs.GroundTruth,
        new RubricLevel(
            "It holds none of the ground truth's statements, or denies them.",
            "Ground truth: Open Monday to Friday, 9 to 17. Closed on holidays. Response: Please call us."),
        new RubricLevel(
            "It holds a small part; most of what matters is missing or wrong.",
            "Ground truth: Open Monday to Friday, 9 to 17. Closed on holidays. Response: We are closed on holidays."),
        new RubricLevel(
            "It holds about half or more, but a statement that matters is missing.",
            "Ground truth: Open Monday to Friday, 9 to 17. Closed on holidays. Response: We are open Monday to Friday."),
        new RubricLevel(
            "It holds everything that matters; a detail is missing.",
            "Ground truth: Open Monday to Friday, 9 to 17. Closed on holidays. Response: Monday to Friday, 9 to 17."),
        new RubricLevel(
            "It holds every statement of the ground truth, in whatever words.",
            "Ground truth: Open Monday to Friday, 9 to 17. Closed on holidays. Response: We are there on weekdays from nine to five, except on holidays."))
    {
        Sees = JudgeInputs.Query,
        Guidance =
        [
            "Split the ground truth into single statements and look for each in the response; other words for the same thing count in full.",
            "A statement that the response gets wrong counts as missing.",
            "What the response says beyond the ground truth counts neither for nor against.",
        ],
    };
}
