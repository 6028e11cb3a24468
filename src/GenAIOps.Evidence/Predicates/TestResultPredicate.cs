using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>How a run of tests ended, in in-toto's words.</summary>
public enum TestOutcome
{
    Passed,
    Warned,
    Failed,
}

/// <summary>How many tests ended how.</summary>
public sealed record TestCounts(int Passed, int Failed, int Skipped);

/// <summary>One test module: what it ran on, how it ended, and when; where it was carried over, that was in an earlier run on the same inputs.</summary>
/// <param name="Name">Of the module.</param>
/// <param name="InputsSha256">What its outcome can depend on.</param>
/// <param name="Counts">Of its tests.</param>
/// <param name="FinishedAt">When it ran.</param>
/// <param name="CarriedOver">Whether it did not run again.</param>
/// <param name="Commit">The one that its inputs were of; null where they were of none.</param>
public sealed record TestedModule(string Name, string InputsSha256, TestCounts Counts, DateTimeOffset FinishedAt, bool CarriedOver, string? Commit = null);

/// <summary>How the tests of exactly the sources ended that the image was made of.</summary>
/// <remarks>
/// in-toto.io/attestation/test-result/v0.1: <c>configuration</c> is a list of ResourceDescriptors. The first is the sources, with the sums as annotations; each
/// further one is a module.
/// </remarks>
/// <param name="Result">As in-toto defines it.</param>
/// <param name="SourcesSha256">Which sources: the fingerprint that <c>image.json</c> has as well.</param>
/// <param name="Counts">Of single tests.</param>
public sealed record TestResultPredicate(TestOutcome Result, string SourcesSha256, TestCounts Counts) : IPredicate<TestResultPredicate>
{
    public const string Type = "https://in-toto.io/attestation/test-result/v0.1";

    /// <summary>What ran, and what was carried over. Empty in results from before modules were told apart.</summary>
    public IReadOnlyList<TestedModule> Modules { get; init; } = [];

    /// <summary>Test projects that do not reach the image and were not asked.</summary>
    public int NotReached { get; init; }

    static string IPredicate<TestResultPredicate>.Kind => "tests";

    static IReadOnlyList<string> IPredicate<TestResultPredicate>.Types => [Type];

    static string IPredicate<TestResultPredicate>.TypePrefix => "https://in-toto.io/attestation/test-result/";

    public string PredicateType => Type;

    public JsonObject Write() => new()
    {
        ["result"] = Spell(Result),
        ["configuration"] = new JsonArray([Descriptor("sources", SourcesSha256, Sums()), .. Modules.Select(JsonNode (module) => Descriptor(module.Name, module.InputsSha256, Annotations(module)))]),
    };

    static TestResultPredicate IPredicate<TestResultPredicate>.Read(PredicateSource source)
    {
        var configuration = source.Fields.Objects("configuration");
        if (configuration.Count == 0) throw source.Fields.Wrong("configuration", "is empty");
        var sums = configuration[0].Object("annotations");
        foreach (var name in new[] { "modules", "carriedOver", "notReached" }.Where(sums.Content.ContainsKey)) _ = sums.Count(name);
        return new TestResultPredicate(source.Fields.Choice<TestOutcome>("result", Spell), configuration[0].Object("digest").Sha256("sha256"), CountsOf(sums))
        {
            Modules = [.. configuration.Skip(1).Select(Module)],
            NotReached = sums.Has("notReached") ? sums.Count("notReached") : 0,
        };
    }

    private static TestedModule Module(JsonFields module)
    {
        var annotations = module.Object("annotations");
        return new TestedModule(
            module.Text("name"), module.Object("digest").Sha256("sha256"), CountsOf(annotations), annotations.Time("finishedAt"), annotations.Flag("carriedOver"), annotations.TextOrNull("commit"));
    }

    private static TestCounts CountsOf(JsonFields annotations) => new(annotations.Count("passed"), annotations.Count("failed"), annotations.Count("skipped"));

    private JsonObject Sums()
    {
        var sums = Write(Counts);
        if (Modules.Count == 0) return sums;
        sums["modules"] = Modules.Count;
        sums["carriedOver"] = Modules.Count(module => module.CarriedOver);
        sums["notReached"] = NotReached;
        return sums;
    }

    private static JsonObject Annotations(TestedModule module)
    {
        var annotations = Write(module.Counts);
        annotations["carriedOver"] = module.CarriedOver;
        annotations["finishedAt"] = JsonFields.Time(module.FinishedAt);
        if (module.Commit is { } commit) annotations["commit"] = commit;
        return annotations;
    }

    private static JsonObject Write(TestCounts counts) => new() { ["passed"] = counts.Passed, ["failed"] = counts.Failed, ["skipped"] = counts.Skipped };

    private static JsonObject Descriptor(string name, string sha256, JsonObject annotations) =>
        new JsonObject { ["name"] = name, ["digest"] = new JsonObject { ["sha256"] = sha256 }, ["annotations"] = annotations };

    private static string Spell(TestOutcome outcome) => outcome.ToString().ToUpperInvariant();
}
