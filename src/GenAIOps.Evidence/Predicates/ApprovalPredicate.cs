using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>What a person decided.</summary>
public enum Decision
{
    Approved,
    Rejected,
}

/// <summary>A person's word on an agent version for an environment.</summary>
/// <param name="Agent">What was decided on.</param>
/// <param name="Environment">Where it may go, or not.</param>
/// <param name="Decision">A rejection closes the gate until the same person approves.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Expires">When it counts no more; null: never, as only the first version has it.</param>
public sealed record ApprovalPredicate(AgentReference Agent, string Environment, Decision Decision, string By, DateTimeOffset? At, DateTimeOffset? Expires) : IPredicate<ApprovalPredicate>
{
    public const string Type = "urn:genaiops:approval:v2";

    private const string First = "urn:genaiops:approval:v1";

    static string IPredicate<ApprovalPredicate>.Kind => "approval";

    static IReadOnlyList<string> IPredicate<ApprovalPredicate>.Types => [First, Type];

    static string IPredicate<ApprovalPredicate>.TypePrefix => "urn:genaiops:approval:";

    public string PredicateType => Type;

    /// <summary>How it was given, in words.</summary>
    public string Comment { get; init; } = "";

    public JsonObject Write() => new()
    {
        ["agent"] = Agent.ToVersion().Write(),
        ["environment"] = Environment,
        ["decision"] = Spell(Decision),
        ["by"] = By,
        ["at"] = Time(At),
        ["expires"] = Time(Expires),
        ["comment"] = Comment,
    };

    static ApprovalPredicate IPredicate<ApprovalPredicate>.Read(PredicateSource source)
    {
        var fields = source.Fields;
        var isFirst = source.Type == First;
        var agent = isFirst ? new AgentReference(source.ImageDigest, fields.TextOrNull("configuration")) : source.Agent().ToReference();
        return new ApprovalPredicate(
            agent,
            fields.Text("environment"),
            fields.Choice<Decision>("decision", Spell),
            fields.Text("by"),
            isFirst ? fields.TimeOrNull("at") : fields.Time("at"),
            isFirst ? fields.TimeOrNull("expires") : fields.Time("expires"))
        { Comment = fields.TextOrNull("comment") ?? "" };
    }

    private static string Spell(Decision decision) => decision.ToString().ToLowerInvariant();

    private static string Time(DateTimeOffset? time) => JsonFields.Time(time ?? throw new InvalidDataException("An approval has a time, and an end."));
}
