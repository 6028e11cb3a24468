namespace GenAIOps.Evaluation.Datasets;

/// <param name="Name">As the customer calls it.</param>
/// <param name="Text">Its content.</param>
public sealed record CaseAttachment(string Name, string Text);
