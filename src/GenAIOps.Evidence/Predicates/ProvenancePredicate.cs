using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Predicates;

/// <summary>Who wrote a commit, as Git has it.</summary>
public sealed record CommitAuthor(string Name, string Email);

/// <summary>Where an image comes from.</summary>
/// <remarks>slsa.dev/spec/v1.0/provenance. Of other builders' build types only the members that are named as ours are read.</remarks>
/// <param name="Repository">The repository's address, or null outside one.</param>
/// <param name="Commit">The commit's id, or null outside a repository.</param>
/// <param name="Builder">Who built: the CI host's workflow, or the local build.</param>
/// <param name="Reference">What was built, such as <c>refs/heads/main</c>; null if it is not known.</param>
/// <param name="Author">Who wrote the commit; null outside a repository.</param>
/// <param name="Materials">Names and SHA-256 (hex) of what went in besides the commit.</param>
/// <param name="StartedAt">UTC; null where the builder does not tell.</param>
/// <param name="FinishedAt">UTC; null where the builder does not tell.</param>
public sealed record ProvenancePredicate(
    string? Repository, string? Commit, string Builder, string? Reference, CommitAuthor? Author, IReadOnlyDictionary<string, string> Materials, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt)
    : IPredicate<ProvenancePredicate>
{
    public const string Type = "https://slsa.dev/provenance/v1";

    static string IPredicate<ProvenancePredicate>.Kind => "provenance";

    static IReadOnlyList<string> IPredicate<ProvenancePredicate>.Types => [Type];

    static string IPredicate<ProvenancePredicate>.TypePrefix => "https://slsa.dev/provenance/";

    public string PredicateType => Type;

    /// <summary>How it was built: ours, unless another builder wrote it.</summary>
    public string BuildType { get; init; } = "urn:genaiops:containerize:v1";

    public JsonObject Write() => new()
    {
        ["buildDefinition"] = new JsonObject
        {
            ["buildType"] = BuildType,
            ["externalParameters"] = new JsonObject { ["repository"] = Repository, ["commit"] = Commit, ["ref"] = Reference },
            ["internalParameters"] = Author is null ? new JsonObject() : new JsonObject { ["author"] = new JsonObject { ["name"] = Author.Name, ["email"] = Author.Email } },
            ["resolvedDependencies"] = Dependencies(),
        },
        ["runDetails"] = new JsonObject
        {
            ["builder"] = new JsonObject { ["id"] = Builder },
            ["metadata"] = new JsonObject { ["startedOn"] = Time(StartedAt), ["finishedOn"] = Time(FinishedAt) },
        },
    };

    /// <exception cref="InvalidDataException">It is no SLSA provenance v1; the message says why.</exception>
    public static ProvenancePredicate Of(JsonObject document)
    {
        JsonFields fields = new(document);
        JsonFields definition = fields.Object("buildDefinition"), details = fields.Object("runDetails");
        JsonFields parameters = definition.Object("externalParameters");
        var author = definition.ObjectOrNull("internalParameters")?.ObjectOrNull("author");
        var metadata = details.ObjectOrNull("metadata");
        return new ProvenancePredicate(
            parameters.TextOrNull("repository"),
            parameters.TextOrNull("commit"),
            details.Object("builder").Text("id"),
            parameters.TextOrNull("ref"),
            author is null ? null : new CommitAuthor(author.TextOrNull("name") ?? "", author.TextOrNull("email") ?? ""),
            MaterialsOf(definition),
            metadata?.TimeOrNull("startedOn"),
            metadata?.TimeOrNull("finishedOn"))
        { BuildType = definition.Text("buildType") };
    }

    static ProvenancePredicate IPredicate<ProvenancePredicate>.Read(PredicateSource source) => Of(source.Fields.Content);

    private static string? Time(DateTimeOffset? time) => time is { } known ? JsonFields.Time(known) : null;

    private static Dictionary<string, string> MaterialsOf(JsonFields definition)
    {
        Dictionary<string, string> materials = new(StringComparer.Ordinal);
        foreach (var dependency in definition.Has("resolvedDependencies") ? definition.Objects("resolvedDependencies") : [])
        {
            var (name, sha256) = (dependency.TextOrNull("name"), dependency.ObjectOrNull("digest")?.TextOrNull("sha256"));
            if (name is not null && sha256 is not null) materials[name] = sha256;
        }

        return materials;
    }

    private JsonArray Dependencies()
    {
        JsonArray dependencies = [];
        if (Commit is not null) dependencies.Add(new JsonObject { ["uri"] = $"git+{Repository ?? "file"}@{Commit}", ["digest"] = new JsonObject { ["gitCommit"] = Commit } });
        foreach (var (name, sha256) in Materials.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            dependencies.Add(new JsonObject { ["name"] = name, ["digest"] = new JsonObject { ["sha256"] = sha256 } });
        }

        return dependencies;
    }
}
