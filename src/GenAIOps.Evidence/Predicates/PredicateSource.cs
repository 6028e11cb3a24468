using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>What a predicate is read from.</summary>
/// <param name="Type">Of its statement.</param>
/// <param name="Fields">Its members.</param>
/// <param name="ImageDigest">The subject of its statement.</param>
internal sealed record PredicateSource(string Type, JsonFields Fields, string ImageDigest)
{
    /// <summary>The member <c>agent</c>, which must be of the statement's own image.</summary>
    public AgentVersion Agent()
    {
        var agent = AgentVersion.Read(Fields.Object("agent"));
        return agent.ImageDigest == ImageDigest ? agent : throw Fields.Wrong("agent", $"is of the image {agent.ImageDigest}, and the statement is of {ImageDigest}");
    }
}
