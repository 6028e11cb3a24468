using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>What became of an agent version in an environment.</summary>
public enum ReleaseResult
{
    /// <summary>It serves all users.</summary>
    Released,

    /// <summary>It failed at work; what served before serves again.</summary>
    RolledBack,

    /// <summary>It never served: it did not start, or nobody could be gone back to.</summary>
    Failed,
}

/// <summary>What was released, where, when, and what it replaced.</summary>
/// <param name="Agent">What was released.</param>
/// <param name="Environment">Where.</param>
/// <param name="Revision">The host's name for it there.</param>
/// <param name="From">What served before; null where nothing did, or nobody saw it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="By">Who released it.</param>
/// <param name="At">When it ended.</param>
public sealed record ReleasePredicate(AgentVersion Agent, string Environment, string Revision, AgentReference? From, ReleaseResult Outcome, string By, DateTimeOffset At) : IPredicate<ReleasePredicate>
{
    public const string Type = "urn:genaiops:release:v1";

    static string IPredicate<ReleasePredicate>.Kind => "release";

    static IReadOnlyList<string> IPredicate<ReleasePredicate>.Types => [Type];

    static string IPredicate<ReleasePredicate>.TypePrefix => "urn:genaiops:release:";

    public string PredicateType => Type;

    public JsonObject Write() => new()
    {
        ["agent"] = Agent.Write(),
        ["environment"] = Environment,
        ["revision"] = Revision,
        ["from"] = From?.Write(),
        ["outcome"] = Spell(Outcome),
        ["by"] = By,
        ["at"] = JsonFields.Time(At),
    };

    static ReleasePredicate IPredicate<ReleasePredicate>.Read(PredicateSource source)
    {
        var fields = source.Fields;
        return new ReleasePredicate(
            source.Agent(),
            fields.Text("environment"),
            fields.Text("revision"),
            fields.ObjectOrNull("from") is { } from ? AgentReference.Read(from) : null,
            fields.Choice<ReleaseResult>("outcome", Spell),
            fields.Text("by"),
            fields.Time("at"));
    }

    private static string Spell(ReleaseResult outcome) => outcome switch
    {
        ReleaseResult.Released => "released",
        ReleaseResult.RolledBack => "rolledBack",
        _ => "failed",
    };
}
