namespace GenAIOps.Evaluation.Answers;

/// <param name="Id">Of the document; empty where nobody says.</param>
/// <param name="Text">The passage.</param>
public sealed record Passage(string Id, string Text);
