using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Whether what the agent retrieved is free of instructions to a model: 1, or 0 where a passage has one. It judges the knowledge, not the answer.</summary>
public sealed class InjectionMarkerEvaluator() : AnswerEvaluator("injection_markers")
{
    private readonly InjectionMarkerDetector _detector = new();

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (answer.Context.Count == 0)
        {
            return NotApplicable("nothing was retrieved");
        }

        foreach (var passage in answer.Context)
        {
            if (_detector.Find(passage.Text) is [var first, ..])
            {
                return Fail(0, $"passage '{passage.Id}' has {first.Kind}: \"{first.Value[..Math.Min(60, first.Value.Length)]}\"");
            }
        }

        return Pass();
    }
}
