namespace GenAIOps.Evaluators.Judges;

public static partial class Rubrics
{
    /// <summary>Whether the agent understood what the user is after, and settled it.</summary>
    public static Rubric IntentResolution { get; } = new(
        "intent_resolution",
        "how well the agent understood what the user is after, and how far its response and tool calls settle it",
        JudgeInputs.Query | JudgeInputs.Response,
        new RubricLevel(
            "It takes the user to want something else, or does not respond to the intent at all.",
            "Query: My parcel shows delivered but it is not here. Response: Here is how to order a parcel."),
        new RubricLevel(
            "It sees the area but not the need; the user is no further.",
            "Query: My parcel shows delivered but it is not here. Response: Parcels are delivered on weekdays."),
        new RubricLevel(
            "It understands the intent and settles it in part; the user must still do or ask something that the agent could have covered.",
            "Query: My parcel shows delivered but it is not here. Response: That happens. You can report it as lost. (Not how.)"),
        new RubricLevel(
            "It understands the intent and settles it, with a small gap.",
            "Query: My parcel shows delivered but it is not here. Calls: open_claim(). Response: I opened a claim. You will hear from us."),
        new RubricLevel(
            "It understands the intent, also what was left unsaid, and settles it; or it asks the one question without which it cannot be settled.",
            "Query: My parcel shows delivered but it is not here. Calls: open_claim(). Response: I opened claim 12; you get a new parcel by Friday unless your neighbour has it, which is worth a look."))
    {
        Sees = JudgeInputs.History | JudgeInputs.Tools,
        Guidance =
        [
            "Say first what the user wants to have at the end, from the query and the conversation before it.",
            "An intent is settled by what was done or told, not by a promise: if settling it takes a call that is not there, it is not settled.",
            "A clarifying question is right only if the answer changes what is to be done and stands nowhere in the conversation.",
            "Declining a request that must be declined, and saying so with a way on, settles it.",
        ],
    };
}
