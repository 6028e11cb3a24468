namespace GenAIOps.Evaluation.Scoring;

/// <summary>The assembly has types that evaluators of other assemblies take as settings, such as prices: two of them are told apart by what they hold, not by their type's name.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class EvaluatorSettingsAttribute : Attribute;
