namespace GenAIOps.Evaluators.Judges;

/// <summary>The built-in rubrics, by the names that the ecosystem gives their metrics. Each passes from 3 of 5 on.</summary>
public static partial class Rubrics
{
    /// <summary>Whether the response answers what was asked.</summary>
    public static Rubric Relevance { get; } = new(
        "relevance",
        "how well the response addresses what the query asks for",
        JudgeInputs.Query | JudgeInputs.Response,
        new RubricLevel(
            "The response has nothing to do with the query, or says nothing.",
            "Query: When does the library close on Friday? Response: Our reading groups meet all year round. (Another subject.)"),
        new RubricLevel(
            "It touches the subject but not the question, so the user must ask again.",
            "Query: When does the library close on Friday? Response: The library has opening hours on all weekdays. (The subject, but no hour.)"),
        new RubricLevel(
            "It answers the main question in part; something that the user plainly asked for is missing, or it is buried in what was not asked.",
            "Query: When does the library close on Friday, and may I return books later? Response: It closes at 18:00 on Fridays. (Half of it.)"),
        new RubricLevel(
            "It answers everything that was asked, without anything that would change what the user does next.",
            "Query: When does the library close on Friday, and may I return books later? Response: It closes at 18:00. The drop box takes books at any hour."),
        new RubricLevel(
            "It answers everything that was asked and adds exactly what this user will need with it, nothing beside the point.",
            "Query: When does the library close on Friday, and may I return books later? Response: At 18:00. The drop box takes books at any hour; what is in it by 8:00 on Saturday counts as returned on Friday."))
    {
        Sees = JudgeInputs.History,
        Guidance =
        [
            "List what the query asks for, then find for each item where the response gives it.",
            "If there is a history, read the query in its light: \"and on Sunday?\" asks what was asked before.",
            "A statement that the answer is not known, or that the request is declined, addresses the query at level 3 if it says why or where to go, and at level 2 if it does not.",
            "Do not check facts here: a relevant answer that may be wrong is still relevant.",
        ],
    };
}
