using System.Text;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Delivery.Gates;

/// <summary>What a gate looks at.</summary>
/// <param name="Agent">The agent version that wants to pass.</param>
/// <param name="Environment">Where it wants to go.</param>
/// <param name="Evidence">What is known of it.</param>
/// <param name="Released">What serves there now; null before the first release.</param>
/// <param name="Now">The time at which it wants to pass: approvals and waivers end.</param>
public sealed record GateContext(AgentVersion Agent, string Environment, EvidenceSet Evidence, AgentReference? Released, DateTimeOffset Now)
{
    /// <summary>What its environment gives every agent; null: nobody says.</summary>
    public EnvironmentSettings? Settings { get; init; }

    /// <summary>Whether the very same serves there already.</summary>
    internal bool IsReleased => Released?.Covers(Agent) == true;
}

/// <param name="Requirement">What was asked for.</param>
/// <param name="Met">Whether it was there, or waived.</param>
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
/// <param name="Name">As the explanation and waivers name it.</param>
/// <param name="Judge">Returns whether it is met, and why.</param>
public sealed record Requirement(string Name, Func<GateContext, (bool Met, string Because)> Judge)
{
    /// <summary>Whether a waiver can stand in for it.</summary>
    public bool IsWaivable { get; init; } = true;
}

/// <summary>
/// A pure function of evidence to a decision. It asks for everything, and reports everything that is missing at once.
/// <code>Gate.For("prod").Requires(Tests.Passed, Sbom.Present, Provenance.From("https://github.com/contoso/agent", "main"),
///     Evaluation.NonInferior(passRate: 0.9), Safety.AttackSuccessRateAtMost(0.05), Approval.By(2, notAuthor: true))</code>
/// </summary>
public sealed class Gate
{
    private Gate(string environment, IReadOnlyList<Requirement> requirements)
    {
        Environment = environment;
        Requirements = requirements;
    }

    public string Environment { get; }

    public IReadOnlyList<Requirement> Requirements { get; }

    public static Gate For(string environment) => new(environment, []);

    public Gate Requires(params IEnumerable<Requirement> requirements) => new(Environment, [.. Requirements, .. requirements]);

    /// <summary>A gate without requirements lets nothing pass.</summary>
    public GateDecision Decide(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new GateDecision(Environment, [.. Requirements.Select(requirement => Decide(requirement, context))]);
    }

    private static GateReason Decide(Requirement requirement, GateContext context)
    {
        var (met, because) = Judge(requirement, context);
        if (met || !requirement.IsWaivable) return new GateReason(requirement.Name, met, because);
        foreach (var waiver in context.Evidence.All<WaiverPredicate>().Where(x => x.Requirement == requirement.Name && x.Environment == context.Environment && x.Agent.Covers(context.Agent)).Reverse())
        {
            if (waiver.Expires > context.Now) return new GateReason(requirement.Name, true, $"waived by {waiver.By} until {waiver.Expires:u} ({waiver.Reason}); otherwise: {because}");
            because += $"; the waiver of {waiver.By} expired on {waiver.Expires:u}";
        }

        return new GateReason(requirement.Name, false, because);
    }

    /// <summary>Evidence that cannot be read proves nothing.</summary>
    private static (bool Met, string Because) Judge(Requirement requirement, GateContext context)
    {
        try
        {
            return requirement.Judge(context);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or FormatException or NullReferenceException or System.Text.Json.JsonException)
        {
            return (false, $"the evidence cannot be read: {e.Message}");
        }
    }
}
