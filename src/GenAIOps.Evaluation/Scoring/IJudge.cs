using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Scoring;

/// <summary>An evaluator whose model scores: which one it is depends on the model, and each time that it is asked is another sample.</summary>
public interface IJudge : IEvaluator
{
    /// <summary>Who judges, exactly; two scores are comparable only if theirs is the same.</summary>
    /// <param name="client">The one of the <see cref="ChatConfiguration"/>, for a judge that brings none.</param>
    string IdentityWith(IChatClient? client);

    /// <summary>The same judge, whose cache does not answer with what it said the times before.</summary>
    /// <param name="time">0: the first.</param>
    IEvaluator Repeat(int time);
}
