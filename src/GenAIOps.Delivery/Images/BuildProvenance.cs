using System.Text.Json.Nodes;

namespace GenAIOps.Delivery.Images;

/// <summary>Where an image comes from.</summary>
/// <param name="Repository">The repository's address, or null outside one.</param>
/// <param name="Commit">The commit's id, or null outside a repository.</param>
/// <param name="Builder">Who built: the CI host's workflow, or the local build.</param>
/// <param name="Reference">What was built, such as <c>refs/heads/main</c>; null if it is not known.</param>
/// <param name="Author">Who wrote the commit; null outside a repository.</param>
/// <param name="Materials">Names and SHA-256 (hex) of what went in besides the commit.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="FinishedAt">UTC.</param>
public sealed record BuildOrigin(string? Repository, string? Commit, string Builder, string? Reference, CommitAuthor? Author, IReadOnlyDictionary<string, string> Materials, DateTimeOffset StartedAt, DateTimeOffset FinishedAt);

/// <summary>Who wrote a commit, as Git has it.</summary>
public sealed record CommitAuthor(string Name, string Email);

/// <summary>The SLSA provenance v1 predicate.</summary>
/// <remarks>slsa.dev/spec/v1.0/provenance.</remarks>
public static class BuildProvenance
{
    public const string PredicateType = "https://slsa.dev/provenance/v1";

    public static JsonObject Predicate(BuildOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var materials = new JsonArray();
        if (origin.Commit is not null)
        {
            materials.Add(new JsonObject { ["uri"] = $"git+{origin.Repository ?? "file"}@{origin.Commit}", ["digest"] = new JsonObject { ["gitCommit"] = origin.Commit } });
        }

        foreach (var (name, sha256) in origin.Materials.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            materials.Add(new JsonObject { ["name"] = name, ["digest"] = new JsonObject { ["sha256"] = sha256 } });
        }

        return new JsonObject
        {
            ["buildDefinition"] = new JsonObject
            {
                ["buildType"] = "urn:genaiops:containerize:v1",
                ["externalParameters"] = new JsonObject { ["repository"] = origin.Repository, ["commit"] = origin.Commit, ["ref"] = origin.Reference },
                ["internalParameters"] = origin.Author is null ? new JsonObject() : new JsonObject { ["author"] = new JsonObject { ["name"] = origin.Author.Name, ["email"] = origin.Author.Email } },
                ["resolvedDependencies"] = materials,
            },
            ["runDetails"] = new JsonObject
            {
                ["builder"] = new JsonObject { ["id"] = origin.Builder },
                ["metadata"] = new JsonObject { ["startedOn"] = $"{origin.StartedAt:yyyy-MM-ddTHH:mm:ssZ}", ["finishedOn"] = $"{origin.FinishedAt:yyyy-MM-ddTHH:mm:ssZ}" },
            },
        };
    }
}
