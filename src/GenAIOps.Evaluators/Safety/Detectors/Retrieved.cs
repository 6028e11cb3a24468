using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>What an agent was given, and may pass on.</summary>
internal static class Retrieved
{
    public static string Text(AgentAnswer answer) => string.Join('\n', answer.Context.Select(passage => passage.Text));
}
