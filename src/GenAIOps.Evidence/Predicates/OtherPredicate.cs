using System.Text.Json.Nodes;

namespace GenAIOps.Evidence.Predicates;

/// <summary>A statement of a kind that this pipeline does not know: requirements of your own may read it.</summary>
public sealed record OtherPredicate(string PredicateType, JsonObject Content) : IPredicate
{
    public JsonObject Write() => (JsonObject)Content.DeepClone();
}
