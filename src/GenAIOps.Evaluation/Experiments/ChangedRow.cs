namespace GenAIOps.Evaluation.Experiments;

/// <summary>A row that a variant answers otherwise than the first.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Change">Of the share of times that it passes, -1 to 1; where that is 0, of the mean score.</param>
/// <param name="Before">The first variant's answer.</param>
/// <param name="After">This variant's answer.</param>
/// <param name="Why">Why it does not pass, with whichever variant.</param>
public sealed record ChangedRow(string Id, string Query, double Change, string Before, string After, string Why);
