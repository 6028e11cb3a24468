using System.Text.Json.Nodes;

namespace GenAIOps.Evidence.Predicates;

/// <summary>What a statement says of an image: one type for each kind of statement, written and read in one place.</summary>
public interface IPredicate
{
    /// <summary>The URI of kind and major version, as in-toto's <c>predicateType</c>.</summary>
    string PredicateType { get; }

    /// <summary>As it is signed; <c>docs/schemas</c> has the schema of each kind.</summary>
    JsonObject Write();
}

/// <summary>A kind of statement that this version reads.</summary>
internal interface IPredicate<TSelf> : IPredicate
    where TSelf : IPredicate<TSelf>
{
    /// <summary>In words, for people; without spaces it names the copies of envelopes too.</summary>
    static abstract string Kind { get; }

    /// <summary>The predicate types that can be read, the newest last: that one is written.</summary>
    static abstract IReadOnlyList<string> Types { get; }

    /// <summary>The predicate types of this kind, whatever their version, begin with it.</summary>
    static abstract string TypePrefix { get; }

    /// <exception cref="InvalidDataException">It is none of this type; the message says why.</exception>
    static abstract TSelf Read(PredicateSource source);
}
