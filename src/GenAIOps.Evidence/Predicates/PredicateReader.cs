using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>The kinds of statements that this version knows, and the one place where they are read.</summary>
internal static class PredicateReader
{
    private static readonly PredicateKind[] s_kinds =
    [
        PredicateKind.Of<TestResultPredicate>(),
        PredicateKind.Of<SbomPredicate>(),
        PredicateKind.Of<ProvenancePredicate>(),
        PredicateKind.Of<EvaluationPredicate>(),
        PredicateKind.Of<ApprovalPredicate>(),
        PredicateKind.Of<WaiverPredicate>(),
        PredicateKind.Of<ReleasePredicate>(),
    ];

    /// <summary>Null where the kind is not known at all.</summary>
    public static PredicateKind? KindOf(string type) => s_kinds.FirstOrDefault(kind => type.StartsWith(kind.TypePrefix, StringComparison.Ordinal));

    public static PredicateKind KindOf(Type record) => s_kinds.FirstOrDefault(kind => kind.Record == record)
        ?? throw new ArgumentException($"{record.Name} is no predicate that is read as such. Ask for {nameof(OtherPredicate)} and its type.", nameof(record));

    /// <exception cref="InvalidDataException">It is of a known kind, and cannot be read; the message says why.</exception>
    public static IPredicate Read(string type, JsonObject content, string imageDigest) => KindOf(type) switch
    {
        null => new OtherPredicate(type, content),
        { } kind when kind.Types.Contains(type) => kind.Read(new PredicateSource(type, new JsonFields(content), imageDigest)),
        { } kind => throw new InvalidDataException($"{type} is no version that this pipeline reads: {string.Join(" and ", kind.Types)} are. Update the pipeline"),
    };
}

/// <summary>A kind of statement.</summary>
internal sealed record PredicateKind(Type Record, string Name, string TypePrefix, IReadOnlyList<string> Types, Func<PredicateSource, IPredicate> Read)
{
    public static PredicateKind Of<T>()
        where T : IPredicate<T> => new(typeof(T), T.Kind, T.TypePrefix, T.Types, source => T.Read(source));
}
