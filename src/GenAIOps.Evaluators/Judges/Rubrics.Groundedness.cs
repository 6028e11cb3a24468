namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the context supports what the response claims.</summary>
    public static Rubric Groundedness { get; } = new(
        "groundedness",
        "how far the claims of the response are supported by the context",
        JudgeInputs.Response | JudgeInputs.Context,
        new RubricLevel(
            "The claims that matter contradict the context, or none of them stands in it.",
            "Context: Refunds take 5 days. Response: Refunds are not possible."),
        new RubricLevel(
            "A claim that matters is contradicted by the context or made up, beside others that are supported.",
            "Context: Refunds take 5 days. Response: Refunds take 5 days and cost a fee of 3 euros. (The fee is made up, and it matters.)"),
        new RubricLevel(
            "The claims that matter are supported; a side claim is not, or is stated as more certain or more general than the context has it.",
            "Context: Refunds usually take 5 days. Response: Refunds always take 5 days."),
        new RubricLevel(
            "Every claim is supported; the wording adds a harmless inference or a phrase that anybody would take for granted.",
            "Context: Refunds take 5 days. Response: Refunds take 5 days, so please be patient."),
        new RubricLevel(
            "Every claim can be pointed to in the context, with the same certainty and the same limits.",
            "Context: Refunds usually take 5 days. Response: A refund usually takes 5 days."))
    {
        Sees = JudgeInputs.Query,
        Guidance =
        [
            "Split the response into single claims. For each, find the words of the context that support it; what you know from elsewhere supports nothing, even if it is true.",
            "Numbers, dates, names, negations and conditions must agree exactly.",
            "A response that says that it does not know, or that the context does not tell, makes no claim and stands at 5, unless it adds claims.",
            "Whether the response is useful or complete is not asked here.",
        ],
    };
}
