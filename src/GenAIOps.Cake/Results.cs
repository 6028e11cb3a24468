using System.Text.Json.Nodes;

namespace GenAIOps.Cake;

/// <summary>How the tests ended.</summary>
public sealed record TestResult(int Passed, int Failed, int Skipped);

/// <summary>The image that was built.</summary>
/// <param name="Digest">What is deployed: <c>sha256:…</c></param>
/// <param name="Platforms">Such as <c>linux/amd64</c>.</param>
public sealed record ImageResult(string Digest, IReadOnlyList<string> Platforms);

/// <summary>How the candidate was judged.</summary>
/// <param name="Digest">Of the image that was judged.</param>
/// <param name="Verdict">In one word.</param>
/// <param name="Sent">Rows asked; those that passed, failed, errored and were skipped add up to them.</param>
/// <param name="Passed">Rows that passed.</param>
public sealed record EvaluationResult(string Digest, string Verdict, int Sent, int Passed);

/// <summary>How a release ended.</summary>
/// <param name="Outcome">Such as Released, Unchanged or RolledBack.</param>
/// <param name="FromRevision">What served before; null for nothing.</param>
/// <param name="ToRevision">What serves now.</param>
/// <param name="RequestsSent">While traffic moved.</param>
/// <param name="RequestsFailed">Of these.</param>
public sealed record ReleaseResult(string Outcome, string? FromRevision, string? ToRevision, int RequestsSent, int RequestsFailed);

/// <summary>Reads what the stages leave in <c>artifacts/</c>.</summary>
internal static class Artifacts
{
    public static TestResult Test(string root) => Read(root, "tests/summary.json", x => new TestResult((int)x["passed"]!, (int)x["failed"]!, (int)x["skipped"]!));

    public static ImageResult Image(string root) => Read(root, "image.json", x => new ImageResult((string)x["digest"]!, [.. x["platforms"]!.AsArray().Select(platform => (string)platform!)]));

    public static EvaluationResult Evaluation(string root) => Read(root, "evaluation/summary.json", x =>
        new EvaluationResult((string)x["subject"]!["digest"]!, (string)x["verdict"]!, (int)x["counts"]!["sent"]!, (int)x["counts"]!["passed"]!));

    public static ReleaseResult Release(string root) => Read(root, "release.json", x =>
        new ReleaseResult((string)x["outcome"]!, (string?)x["from"]?["revision"], (string?)x["to"]?["revision"], (int)x["requests_sent"]!, (int)x["requests_failed"]!));

    private static T Read<T>(string root, string name, Func<JsonNode, T> read)
    {
        var file = Path.Combine(root, "artifacts", name);
        try
        {
            return read(JsonNode.Parse(File.ReadAllText(file))!);
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} is not what the stage writes: {e.Message}", e);
        }
    }
}
