using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Journal;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>
/// What a verdict stands on besides the image and what it was compared with: the sets, who judges and how, and what is asked. A verdict of an earlier time
/// is one of today only where all of it is the same.
/// </summary>
public sealed class VerdictBasis
{
    private const string Quality = "quality_evaluators";

    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private VerdictBasis(IReadOnlyDictionary<string, string> parts) => Parts = parts;

    /// <summary>By name, such as <c>policy</c>: SHA-256, hex, or the value itself where it is short.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; }

    /// <param name="golden">The questions.</param>
    /// <param name="safety">The attacks.</param>
    /// <param name="quality">Judge the answers to questions.</param>
    /// <param name="attacks">Judge the answers to attacks.</param>
    /// <param name="options">The repeats, the model of the agent, the judge.</param>
    /// <param name="policy">What is asked.</param>
    /// <param name="labels">What judges are compared with; null: nothing.</param>
    /// <param name="configuration">What makes an agent of the image, or its digest.</param>
    public static VerdictBasis Of(Dataset golden, Dataset safety, IReadOnlyList<IEvaluator> quality, IReadOnlyList<IEvaluator> attacks, RunOptions options, EvaluationPolicy policy, ReadOnlyMemory<byte>? labels, string configuration)
    {
        ArgumentNullException.ThrowIfNull(golden);
        ArgumentNullException.ThrowIfNull(safety);
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(attacks);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(policy);
        return new VerdictBasis(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["golden_set"] = golden.Sha256,
            ["safety_set"] = safety.Sha256,
            [Quality] = Judges(quality, options),
            ["safety_evaluators"] = Judges(attacks, options),
            ["policy"] = Hash(JsonSerializer.SerializeToUtf8Bytes(policy, s_json)),
            ["repeats"] = options.Repeats.ToString(CultureInfo.InvariantCulture),
            ["model"] = options.Model ?? "",
            ["judge"] = options.Judge ?? "",
            ["configuration"] = configuration,
            ["judge_labels"] = labels is { } read ? Hash(read.Span) : "",
        });
    }

    /// <summary>The names of the parts that an earlier verdict does not have as they are now. Empty: it still stands. Of a verdict that has no basis, all.</summary>
    public IReadOnlyList<string> ChangedSince(IReadOnlyDictionary<string, string>? basis) =>
        [.. Parts.Where(part => !Has(basis, part.Key, part.Value)).Select(part => part.Key)];

    /// <summary>Whether the answers to questions were judged by these very evaluators.</summary>
    public static bool IsJudgedBy(IReadOnlyDictionary<string, string>? basis, IReadOnlyList<IEvaluator> quality, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(options);
        return Has(basis, Quality, Judges(quality, options));
    }

    internal JsonObject Write() => new(Parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value)));

    private static bool Has(IReadOnlyDictionary<string, string>? basis, string part, string now) => basis?.GetValueOrDefault(part) == now;

    private static string Judges(IReadOnlyList<IEvaluator> evaluators, RunOptions options) => Hash(Encoding.UTF8.GetBytes(EvaluatorIdentity.Of(evaluators, options.Chat?.ChatClient)));

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
