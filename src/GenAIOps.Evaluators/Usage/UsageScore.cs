using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Usage;

internal static class UsageScore
{
    public static Score Limited(double value, double? most, string name) => most is { } limit ? Score.AtMost(value, limit, name) : Score.Pass(value);

    public static Score? Missing(AgentAnswer answer) => answer is { InputTokens: 0, OutputTokens: 0 } ? Score.NotApplicable("the agent counts no tokens") : null;
}
