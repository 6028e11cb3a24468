using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>Evaluations of the first version are <c>summary.json</c> itself. The configuration came later: without it, nothing tells which agent was judged.</summary>
internal static class EvaluationV1
{
    public const string Type = "urn:genaiops:evaluation:v1";

    public static EvaluationPredicate Read(JsonFields fields)
    {
        var subject = fields.Object("subject");
        var basis = fields.Has("basis") ? fields.Map("basis") : new Dictionary<string, string>();
        return new EvaluationPredicate
        {
            Subject = Reference(subject.Digest("digest"), basis.GetValueOrDefault("configuration")),
            Revision = subject.TextOrNull("revision"),
            Baselines = fields.ObjectOrNull("baseline") is { } baseline ? [new EvaluationBaseline(Reference(baseline.Digest("digest"), baseline.TextOrNull("configuration")), [])] : [],
            Configuration = ConfigurationOf(fields),
            Counts = EvaluationPredicate.CountsOf(fields),
            Quality = EvaluationPredicate.QualityOf(fields),
            Safety = EvaluationPredicate.SafetyOf(fields),
            Verdict = EvaluationPredicate.VerdictOf(fields),
            Reasons = fields.Has("reasons") ? fields.Texts("reasons") : [],
            Basis = basis,
            Outcomes = EvaluationPredicate.OutcomesOf(fields),
            Summary = EvaluationPredicate.RestOf(fields.Content),
        };
    }

    /// <summary>What is no hash of a configuration names none: an older basis had other values there.</summary>
    private static AgentReference Reference(string imageDigest, string? configuration) => new(imageDigest, configuration is not null && JsonFields.IsSha256(configuration) ? configuration : null);

    private static AgentConfiguration? ConfigurationOf(JsonFields fields)
    {
        try
        {
            return fields.ObjectOrNull("configuration") is { } configuration ? AgentConfiguration.Read(configuration) : null;
        }
        catch (InvalidDataException)
        {
            // The gate goes by the hash in the basis; variables that are not of that hash are of no use.
            return null;
        }
    }
}
