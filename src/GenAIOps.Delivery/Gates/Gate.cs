using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;

namespace GenAIOps.Delivery.Gates;

/// <summary>What a gate looks at.</summary>
/// <param name="Digest">The image that wants to pass.</param>
/// <param name="Environment">Where it wants to go.</param>
/// <param name="Evidence">What is known of it.</param>
/// <param name="ReleasedDigest">What serves there now; null before the first release.</param>
/// <param name="Now">The time at which it wants to pass: approvals and waivers end.</param>
public sealed record GateContext(string Digest, string Environment, EvidenceSet Evidence, string? ReleasedDigest, DateTimeOffset Now)
{
    /// <summary>SHA-256 of the configuration that makes an agent of the image; null where nobody knows of one.</summary>
    public string? Configuration { get; init; }

    /// <summary>That of what serves there now; null where nothing tells.</summary>
    public string? ReleasedConfiguration { get; init; }

    /// <summary>Whether the very same serves there already.</summary>
    internal bool IsReleased => ReleasedDigest == Digest && (ReleasedConfiguration is null || ReleasedConfiguration == Configuration);
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
        foreach (var waiver in context.Evidence.Believed.Where(x => x.PredicateType == EvidenceStore.Waiver).Select(x => x.Predicate).Reverse())
        {
            if (Text(waiver, "requirement") != requirement.Name || Text(waiver, "environment") != context.Environment) continue;
            if (!DateTimeOffset.TryParse(Text(waiver, "expires"), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var expires)) continue;
            if (expires > context.Now) return new GateReason(requirement.Name, true, $"waived by {Text(waiver, "by")} until {expires:u} ({Text(waiver, "reason")}); otherwise: {because}");
            because += $"; the waiver of {Text(waiver, "by")} expired on {expires:u}";
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
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or System.Text.Json.JsonException)
        {
            return (false, $"the evidence cannot be read: {e.Message}");
        }
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
