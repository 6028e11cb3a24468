using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Experiments;

/// <summary>How each row of a run ended, without what was said: small enough to stay beside the image, and enough to compare with later.</summary>
/// <param name="Schema"><c>urn:genaiops:outcomes:v1</c>.</param>
/// <param name="Dataset">SHA-256 of the set, hex.</param>
/// <param name="Repeats">How often each row was asked.</param>
/// <param name="Rows">In the set's order.</param>
public sealed record Outcomes(string Schema, string Dataset, int Repeats, IReadOnlyList<OutcomeOfRow> Rows)
{
    public const string MediaType = "application/vnd.genaiops.outcomes.v1+json";
    private const string Version = "urn:genaiops:outcomes:v1";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Outcomes Of(Dataset set, RunResult run)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(run);
        var metrics = run.Scores.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        return new Outcomes(Version, set.Sha256, run.Repeats, [.. set.Rows().Select((row, i) =>
        {
            var items = Enumerable.Range(i * run.Repeats, run.Repeats).ToList();
            return new OutcomeOfRow(row.Id, KeyOf(row), [.. items.Select(item => run.Statuses[item])], metrics.ToDictionary(pair => pair.Key, IReadOnlyList<double> (pair) => [.. items.Select(item => pair.Value[item])]));
        })]);
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    /// <exception cref="InvalidDataException">They are none.</exception>
    public static Outcomes Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Outcomes>(json, s_json) is { Schema: Version, Repeats: > 0, Rows: not null } read && read.Rows.All(row => row.Statuses.Count == read.Repeats)
                ? read
                : throw new InvalidDataException($"The outcomes that were kept are not of the form {Version}. Nothing was compared. Evaluate the image again.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The outcomes that were kept cannot be read: {e.Message} Nothing was compared. Evaluate the image again.", e);
        }
    }

    /// <summary>The rows of a set that were asked then and stand unchanged now, in the set's order.</summary>
    public Dataset Shared(Dataset set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var known = Rows.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        bool Is(EvaluationCase row) => known.Contains(KeyOf(row));
        return new Dataset(set.Path, set.Sha256, set.Rows().Count(Is), () => set.Rows().Where(Is)) { Format = set.Format };
    }

    /// <summary>The run of then, for the rows of a set that <see cref="Shared"/> gave.</summary>
    public RunResult RunOf(Dataset shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        var rows = Rows.ToDictionary(row => row.Key, StringComparer.Ordinal);
        return RunResult.Of([.. shared.Rows().SelectMany(row => rows[KeyOf(row)] is var then
            ? then.Statuses.Select((status, repeat) => new RowResult(row, status, null, Scores(then, repeat), [], TimeSpan.Zero, 1) { Repeat = repeat })
            : [])], Repeats);
    }

    private static Dictionary<string, double> Scores(OutcomeOfRow row, int repeat) =>
        row.Scores.Where(pair => !double.IsNaN(pair.Value[repeat])).ToDictionary(pair => pair.Key, pair => pair.Value[repeat], StringComparer.Ordinal);

    /// <summary>A row is the same while its id, its question and its right answer are.</summary>
    private static string KeyOf(EvaluationCase row) =>
        $"{row.Id} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Query}\n{row.GroundTruth}\n{string.Join('\n', row.History.Select(message => message.Text))}")))[..16]}";
}
