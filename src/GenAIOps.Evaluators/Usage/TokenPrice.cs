namespace GenAIOps.Evaluators.Usage;

/// <summary>The price of a model's tokens.</summary>
/// <param name="Input">For a million input tokens, 0 or more.</param>
/// <param name="Output">For a million output tokens, 0 or more.</param>
public sealed record TokenPrice(decimal Input, decimal Output);
