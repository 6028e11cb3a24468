namespace GenAIOps.Pipeline;

/// <summary>What <c>Test</c> found for one agent, that of an earlier run on the same sources included.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Passed">Tests.</param>
/// <param name="Failed">Tests; with one the target fails.</param>
/// <param name="Skipped">Tests.</param>
/// <param name="CarriedOver">Test projects that did not run again.</param>
public sealed record TestResult(string Agent, int Passed, int Failed, int Skipped, int CarriedOver);
