using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>A bill of materials, passed through as it is.</summary>
/// <remarks>cyclonedx.org: <c>bomFormat</c> and <c>specVersion</c> are required; version 1 of the format is read.</remarks>
public sealed record SbomPredicate : IPredicate<SbomPredicate>
{
    public const string Type = "https://cyclonedx.org/bom";

    private SbomPredicate(JsonObject document, int components)
    {
        Document = document;
        Components = components;
    }

    static string IPredicate<SbomPredicate>.Kind => "sbom";

    static IReadOnlyList<string> IPredicate<SbomPredicate>.Types => [Type];

    static string IPredicate<SbomPredicate>.TypePrefix => Type;

    public string PredicateType => Type;

    /// <summary>As CycloneDX JSON.</summary>
    public JsonObject Document { get; }

    /// <summary>How many components it names.</summary>
    public int Components { get; }

    /// <exception cref="InvalidDataException">The document is no CycloneDX 1.</exception>
    public static SbomPredicate Of(JsonObject document)
    {
        JsonFields fields = new(document);
        if (fields.Text("bomFormat") is var format && format != "CycloneDX") throw fields.Wrong("bomFormat", $"is '{format}', and not CycloneDX");
        if (fields.Text("specVersion") is var version && !version.StartsWith("1.", StringComparison.Ordinal)) throw fields.Wrong("specVersion", $"is '{version}', and CycloneDX 1 is read");
        return new SbomPredicate(document, fields.Has("components") ? fields.Objects("components").Count : 0);
    }

    public JsonObject Write() => (JsonObject)Document.DeepClone();

    static SbomPredicate IPredicate<SbomPredicate>.Read(PredicateSource source) => Of(source.Fields.Content);
}
