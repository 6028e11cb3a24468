using System.Text;
using GenAIOps.Delivery.Evidence;

namespace GenAIOps.Delivery.Gates;

/// <summary>What a gate looks at.</summary>
/// <param name="Digest">The image that wants to pass.</param>
/// <param name="Environment">Where it wants to go.</param>
/// <param name="Evidence">What is known of it.</param>
/// <param name="ReleasedDigest">What serves there now; null before the first release.</param>
public sealed record GateContext(string Digest, string Environment, EvidenceSet Evidence, string? ReleasedDigest);

/// <param name="Requirement">What was asked for.</param>
/// <param name="Met">Whether it was there.</param>
/// <param name="Because">In words.</param>
public sealed record GateReason(string Requirement, bool Met, string Because);

/// <summary>A gate's answer, with every reason.</summary>
public sealed record GateDecision(string Gate, IReadOnlyList<GateReason> Reasons)
{
    public bool Allowed => Reasons.Count > 0 && Reasons.All(reason => reason.Met);

    /// <summary>One line a reason, for people.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        foreach (var reason in Reasons)
        {
            text.Append(reason.Met ? "  met      " : "  missing  ").Append(reason.Requirement).Append(": ").AppendLine(reason.Because);
        }

        return text.ToString().TrimEnd();
    }
}

/// <summary>One requirement: a pure function of the evidence.</summary>
/// <param name="Name">As the explanation names it.</param>
/// <param name="Judge">Returns whether it is met, and why.</param>
public sealed record Requirement(string Name, Func<GateContext, (bool Met, string Because)> Judge);

/// <summary>A pure function of evidence to a decision. It asks for everything, and reports everything that is missing at once.</summary>
public sealed class Gate
{
    private readonly string _environment;
    private readonly IReadOnlyList<Requirement> _requirements;

    private Gate(string environment, IReadOnlyList<Requirement> requirements)
    {
        _environment = environment;
        _requirements = requirements;
    }

    public static Gate For(string environment) => new(environment, []);

    public Gate Requires(params IEnumerable<Requirement> requirements) => new(_environment, [.. _requirements, .. requirements]);

    /// <summary>A gate without requirements lets nothing pass.</summary>
    public GateDecision Decide(GateContext context) => new(_environment,
    [
        .. _requirements.Select(requirement =>
        {
            var (met, because) = requirement.Judge(context);
            return new GateReason(requirement.Name, met, because);
        }),
    ]);
}
