namespace GenAIOps.Evaluators.Foundry;

/// <summary>The cloud's results cannot be used for what was asked, such as answers of another agent version.</summary>
public sealed class FoundryEvaluationException(string message) : Exception(message);
