using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence;

/// <summary>An in-toto Statement v1 about one image.</summary>
/// <remarks>
/// When it was made stands in <c>genaiops:createdAt</c>: an extension field, which the attestation framework allows in any object of a statement ("Parsing rules").
/// A statement without it is not believed, so that leaving it out never lets anything pass.
/// </remarks>
/// <param name="PredicateType">Which kind.</param>
/// <param name="Predicate">What it says.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record Statement(string PredicateType, JsonObject Predicate, DateTimeOffset CreatedAt)
{
    private const string Type = "https://in-toto.io/Statement/v1";
    private const string Created = "genaiops:createdAt";

    /// <param name="reference">The image's name, for people.</param>
    /// <param name="imageDigest">What it is about.</param>
    public byte[] Write(string reference, string imageDigest) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["_type"] = Type,
        ["subject"] = new JsonArray(new JsonObject { ["name"] = reference, ["digest"] = new JsonObject { ["sha256"] = imageDigest["sha256:".Length..] } }),
        ["predicateType"] = PredicateType,
        ["predicate"] = Predicate.DeepClone(),
        [Created] = CreatedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
    }.ToJsonString());

    /// <exception cref="InvalidDataException">It is none, or is about another image; the message says why.</exception>
    public static Statement Read(byte[] payload, string imageDigest)
    {
        var fields = Parse(payload);
        if (fields.TextOrNull("_type") is var type && type != Type) throw new InvalidDataException($"it is no in-toto statement v1 but {type ?? "of no type"}");
        if (!fields.Objects("subject").Any(subject => "sha256:" + subject.ObjectOrNull("digest")?.TextOrNull("sha256") == imageDigest)) throw new InvalidDataException("it speaks of another image");
        if (!fields.Has(Created)) throw new InvalidDataException($"it does not tell when it was made ({Created})");

        // in-toto: a predicate may be left out, which is the same as an empty one.
        var predicate = fields.ObjectOrNull("predicate")?.Content ?? [];
        return new Statement(fields.Text("predicateType"), predicate, fields.Time(Created));
    }

    private static JsonFields Parse(byte[] payload)
    {
        try
        {
            // Of two members with one name, readers take either: such a statement says two things.
            return JsonNode.Parse(payload, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject json
                ? new JsonFields(json)
                : throw new InvalidDataException("it is no JSON object");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is no JSON: {e.Message}", e);
        }
    }
}
