using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Reports;

/// <summary>A line of <c>results.jsonl</c>.</summary>
/// <param name="Set">Such as <c>golden</c> or <c>safety</c>.</param>
/// <param name="Arm">Who answered: <c>candidate</c> or <c>baseline</c>; of several released agents <c>baseline</c> and where it is live.</param>
/// <param name="Row">What came of it. The case has what the line has: no context, no history, no tools.</param>
public sealed record ResultLine(string Set, string Arm, RowResult Row);
