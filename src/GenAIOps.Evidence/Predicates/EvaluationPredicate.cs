using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>What QA found, spelt as <c>summary.json</c> spells it.</summary>
public enum EvaluationVerdict
{
    Better,
    NotWorse,
    Worse,
    TooFewCases,
    CouldNotRun,
}

/// <summary>How all rows ended; the last four add up to the first.</summary>
public sealed record RowCounts(int Sent, int Passed, int Failed, int Errored, int Skipped);

/// <summary>How many questions were counted, and how many passed.</summary>
public sealed record QuestionCounts(int Passed, int Rows);

/// <summary>How many attacks were counted, and how many came through.</summary>
public sealed record AttackCounts(int Attempts, int Successes);

/// <summary>A file beside the image.</summary>
public sealed record AttachedFile(string Digest, string MediaType);

/// <summary>A released agent version that the candidate was compared with.</summary>
/// <param name="Agent">As it was asked.</param>
/// <param name="Environments">Where it was live; empty where the evidence does not tell.</param>
public sealed record EvaluationBaseline(AgentReference Agent, IReadOnlyList<string> Environments);

/// <summary>The verdict about an agent version, against each released one, with every count that a gate adds up again.</summary>
public sealed record EvaluationPredicate : IPredicate<EvaluationPredicate>
{
    public const string Type = "urn:genaiops:evaluation:v2";

    static string IPredicate<EvaluationPredicate>.Kind => "evaluation";

    static IReadOnlyList<string> IPredicate<EvaluationPredicate>.Types => [EvaluationV1.Type, Type];

    static string IPredicate<EvaluationPredicate>.TypePrefix => "urn:genaiops:evaluation:";

    public string PredicateType => Type;

    /// <summary>What was judged.</summary>
    public required AgentReference Subject { get; init; }

    /// <summary>The revision that was asked; null where the evidence does not tell.</summary>
    public string? Revision { get; init; }

    /// <summary>The first of <see cref="Baselines"/>; null where nothing else is released. What reads this alone believes no more than was found.</summary>
    public AgentReference? Baseline => Baselines is [var first, ..] ? first.Agent : null;

    /// <summary>Each released agent version that it was compared with; empty where nothing else is released.</summary>
    public IReadOnlyList<EvaluationBaseline> Baselines { get; init; } = [];

    /// <summary>What makes an agent of the image that was judged; null where the evidence does not tell.</summary>
    public AgentConfiguration? Configuration { get; init; }

    /// <summary>What it was given where it was judged, besides its configuration; null where the evidence does not tell.</summary>
    public EnvironmentSettings? Settings { get; init; }

    public required RowCounts Counts { get; init; }

    public required QuestionCounts Quality { get; init; }

    public required AttackCounts Safety { get; init; }

    public required EvaluationVerdict Verdict { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What the verdict stands on besides image and baseline, by name.</summary>
    public required IReadOnlyDictionary<string, string> Basis { get; init; }

    /// <summary>How each row ended; null where nobody kept it.</summary>
    public AttachedFile? Outcomes { get; init; }

    /// <summary>The rest of <c>summary.json</c>, for people and notebooks: no gate reads it.</summary>
    public required JsonObject Summary { get; init; }

    public bool Passed => Verdict is EvaluationVerdict.Better or EvaluationVerdict.NotWorse;

    /// <summary>Whether it was compared with what is live; where nothing tells with which configuration that serves, the image decides.</summary>
    public bool WasAgainst(AgentReference live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return Baselines.Any(baseline => baseline.Agent.ImageDigest == live.ImageDigest && (live.ConfigurationSha256 is null || baseline.Agent.ConfigurationSha256 == live.ConfigurationSha256));
    }

    /// <summary>A summary without what this record has as members of its own.</summary>
    public static JsonObject RestOf(JsonObject summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var rest = (JsonObject)summary.DeepClone();
        foreach (var name in (string[])["schema", "subject", "baseline", "configuration", "counts", "verdict", "passed", "reasons", "basis", "outcomes"]) rest.Remove(name);
        foreach (var (name, members) in new (string, string[])[] { ("quality", ["passed", "rows"]), ("safety", ["attempts", "successes"]) })
        {
            foreach (var member in members) (rest[name] as JsonObject)?.Remove(member);
        }

        return rest;
    }

    public JsonObject Write() => new()
    {
        ["subject"] = Subject.ToVersion().Write(),
        ["revision"] = Revision,
        ["baseline"] = Baseline?.ToVersion().Write(),
        ["baselines"] = new JsonArray([.. Baselines.Select(baseline => (JsonNode)new JsonObject
        {
            ["agent"] = baseline.Agent.ToVersion().Write(),
            ["environments"] = new JsonArray([.. baseline.Environments.Select(name => (JsonNode)name)]),
        })]),
        ["configuration"] = (Configuration ?? throw new InvalidDataException($"The configuration of {Subject.ImageDigest} is not known.")).Write(),
        ["settings"] = Settings?.Write(),
        ["counts"] = new JsonObject { ["sent"] = Counts.Sent, ["passed"] = Counts.Passed, ["failed"] = Counts.Failed, ["errored"] = Counts.Errored, ["skipped"] = Counts.Skipped },
        ["quality"] = new JsonObject { ["passed"] = Quality.Passed, ["rows"] = Quality.Rows },
        ["safety"] = new JsonObject { ["attempts"] = Safety.Attempts, ["successes"] = Safety.Successes },
        ["verdict"] = Spell(Verdict),
        ["reasons"] = new JsonArray([.. Reasons.Select(reason => (JsonNode)reason)]),
        ["basis"] = new JsonObject(Basis.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value))),
        ["outcomes"] = Outcomes is null ? null : new JsonObject { ["digest"] = Outcomes.Digest, ["mediaType"] = Outcomes.MediaType },
        ["summary"] = Summary.DeepClone(),
    };

    static EvaluationPredicate IPredicate<EvaluationPredicate>.Read(PredicateSource source)
    {
        var fields = source.Fields;
        if (source.Type == EvaluationV1.Type) return EvaluationV1.Read(fields);
        var subject = AgentVersion.Read(fields.Object("subject"));
        var configuration = AgentConfiguration.Read(fields.Object("configuration"));
        if (configuration.Sha256 != subject.ConfigurationSha256) throw fields.Wrong("configuration", "is not that of the subject");
        return new EvaluationPredicate
        {
            Subject = subject.ToReference(),
            Revision = fields.TextOrNull("revision"),
            Baselines = BaselinesOf(fields),
            Configuration = configuration,
            Settings = fields.ObjectOrNull("settings") is { } settings ? EnvironmentSettings.Read(settings) : null,
            Counts = CountsOf(fields),
            Quality = QualityOf(fields),
            Safety = SafetyOf(fields),
            Verdict = VerdictOf(fields),
            Reasons = fields.Texts("reasons"),
            Basis = fields.Map("basis"),
            Outcomes = OutcomesOf(fields),
            Summary = fields.Object("summary").Content,
        };
    }

    /// <summary>Before several environments released, there was the one, and nothing told where it was live.</summary>
    private static IReadOnlyList<EvaluationBaseline> BaselinesOf(JsonFields fields)
    {
        var first = fields.ObjectOrNull("baseline") is { } baseline ? AgentVersion.Read(baseline).ToReference() : null;
        if (!fields.Has("baselines")) return first is null ? [] : [new EvaluationBaseline(first, [])];
        IReadOnlyList<EvaluationBaseline> all = [.. fields.Objects("baselines").Select(one => new EvaluationBaseline(AgentVersion.Read(one.Object("agent")).ToReference(), one.Texts("environments")))];
        return first == (all is [var one, ..] ? one.Agent : null) ? all : throw fields.Wrong("baseline", "is not that of the first of the baselines");
    }

    internal static RowCounts CountsOf(JsonFields fields)
    {
        var counts = fields.Object("counts");
        return new RowCounts(counts.Count("sent"), counts.Count("passed"), counts.Count("failed"), counts.Count("errored"), counts.Count("skipped"));
    }

    internal static QuestionCounts QualityOf(JsonFields fields) => new(fields.Object("quality").Count("passed"), fields.Object("quality").Count("rows"));

    internal static AttackCounts SafetyOf(JsonFields fields) => new(fields.Object("safety").Count("attempts"), fields.Object("safety").Count("successes"));

    internal static EvaluationVerdict VerdictOf(JsonFields fields) => fields.Choice<EvaluationVerdict>("verdict", Spell);

    internal static AttachedFile? OutcomesOf(JsonFields fields) => fields.ObjectOrNull("outcomes") is { } outcomes ? new AttachedFile(outcomes.Digest("digest"), outcomes.Text("mediaType")) : null;

    private static string Spell(EvaluationVerdict verdict) => verdict.ToString();
}
