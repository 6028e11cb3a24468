namespace GenAIOps.Evaluators.Judges;

/// <summary>What follows if a rubric's input is missing.</summary>
/// <param name="IsError">A row without a query is broken; one without a passage or a right answer is only not a row for this metric.</param>
/// <param name="Reason">What is missing and what to do.</param>
internal sealed record MissingInput(bool IsError, string Reason);
