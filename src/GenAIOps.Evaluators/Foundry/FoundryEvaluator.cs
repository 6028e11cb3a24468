using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>An evaluator of Foundry, as a run asks for it.</summary>
/// <param name="Evaluator"><c>builtin.coherence</c>, …; <c>coherence</c> alone means the same. Or one of the project's own.</param>
public sealed record FoundryEvaluator(string Evaluator)
{
    /// <summary>The metric's name in results. Null: the evaluator's without <c>builtin.</c>.</summary>
    public string? Metric { get; init; }

    /// <summary>The model deployment that judges; needed by evaluators that ask a model.</summary>
    public string? Deployment { get; init; }

    /// <summary>Null: the newest.</summary>
    public string? Version { get; init; }

    /// <summary>Null: the evaluator's own.</summary>
    public double? Threshold { get; init; }

    /// <summary>The evaluator's inputs, <c>{{item.column}}</c> or <c>{{sample.output_text}}</c>. Null: by the ecosystem's names, for the evaluators that we know.</summary>
    public IReadOnlyDictionary<string, string>? DataMapping { get; init; }

    /// <summary>The metric's name in results.</summary>
    public string Name => Metric ?? BuiltIns.Short(Evaluator);

    internal BuiltIn? Known => BuiltIns.Find(Evaluator);

    /// <summary>What the evaluator needs to score at all; the likely gap is told by it when it scores nothing.</summary>
    internal EvaluatorNeed Need => Known?.Need ?? (Deployment is null ? EvaluatorNeed.Nothing : EvaluatorNeed.Model);

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Evaluator))
            yield return "Evaluators: one has no name.";
        else if (Known is null && DataMapping is null)
            yield return $"Evaluators: '{Evaluator}' is none that we know, so its inputs are not known either; give it a DataMapping, or name one of {string.Join(", ", BuiltIns.Names)}.";
        else if (Need == EvaluatorNeed.Model && string.IsNullOrWhiteSpace(Deployment))
            yield return $"Evaluators: '{Evaluator}' asks a model; name its Deployment.";
    }

    internal TestingCriterion ToCriterion(bool answersAreGiven) => new EvaluatorCriterion(Name, Known is null ? Evaluator : $"builtin.{Known.Name}")
    {
        Version = Version,
        Deployment = Need == EvaluatorNeed.Model ? Deployment : null,
        Threshold = Threshold,
        DataMapping = DataMapping ?? Known!.Mapping(answersAreGiven),
    };
}

/// <summary>What an evaluator needs besides rows.</summary>
internal enum EvaluatorNeed
{
    /// <summary>It only compares texts.</summary>
    Nothing,

    /// <summary>A model deployment that judges.</summary>
    Model,

    /// <summary>Foundry's safety service.</summary>
    SafetyService,
}
