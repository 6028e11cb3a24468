using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>One requirement of a gate, waived for an agent version for a while.</summary>
/// <param name="Agent">Of the first version: the image in any configuration.</param>
/// <param name="Environment">Whose gate.</param>
/// <param name="Requirement">As the gate names it.</param>
/// <param name="By">Who waived it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When; null where the first version does not tell.</param>
/// <param name="Expires">When it counts no more.</param>
public sealed record WaiverPredicate(AgentReference Agent, string Environment, string Requirement, string By, string Reason, DateTimeOffset? At, DateTimeOffset Expires) : IPredicate<WaiverPredicate>
{
    public const string Type = "urn:genaiops:waiver:v2";

    private const string First = "urn:genaiops:waiver:v1";

    static string IPredicate<WaiverPredicate>.Kind => "waiver";

    static IReadOnlyList<string> IPredicate<WaiverPredicate>.Types => [First, Type];

    static string IPredicate<WaiverPredicate>.TypePrefix => "urn:genaiops:waiver:";

    public string PredicateType => Type;

    public JsonObject Write() => new()
    {
        ["agent"] = Agent.ToVersion().Write(),
        ["environment"] = Environment,
        ["requirement"] = Requirement,
        ["by"] = By,
        ["reason"] = Reason,
        ["at"] = JsonFields.Time(At ?? throw new InvalidDataException("A waiver has a time.")),
        ["expires"] = JsonFields.Time(Expires),
    };

    static WaiverPredicate IPredicate<WaiverPredicate>.Read(PredicateSource source)
    {
        var fields = source.Fields;
        var isFirst = source.Type == First;
        return new WaiverPredicate(
            isFirst ? new AgentReference(source.ImageDigest, null) : source.Agent().ToReference(),
            fields.Text("environment"),
            fields.Text("requirement"),
            fields.Text("by"),
            fields.Text("reason"),
            isFirst ? fields.TimeOrNull("at") : fields.Time("at"),
            fields.Time("expires"));
    }
}
