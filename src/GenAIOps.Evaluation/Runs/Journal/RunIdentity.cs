using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>
/// What makes two runs the same run, so that one may go on where the other stopped: the rows, who answers, who judges and how, and how often.
/// How fast it asks is no part of it.
/// </summary>
public sealed class RunIdentity
{
    private RunIdentity(IReadOnlyDictionary<string, string> parts)
    {
        Parts = parts;
        Hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts.OrderBy(part => part.Key, StringComparer.Ordinal))));
    }

    /// <summary>SHA-256 of the parts, hex. A good name for a run's folder.</summary>
    public string Hash { get; }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; }

    public static RunIdentity Of(Dataset set, IAnswerSource source, IReadOnlyList<IEvaluator> evaluators, RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(evaluators);
        ArgumentNullException.ThrowIfNull(options);
        return new RunIdentity(new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["dataset"] = set.Sha256,
            ["rows"] = set.Count.ToString(CultureInfo.InvariantCulture),
            ["repeats"] = options.Repeats.ToString(CultureInfo.InvariantCulture),
            ["source"] = source.Identity ?? source.GetType().FullName!,
            ["model"] = options.Model ?? "",
            ["judge"] = options.Judge ?? "",
            ["evaluators"] = EvaluatorIdentity.Of(evaluators, options.Chat?.ChatClient),
        });
    }

    internal static RunIdentity Read(ReadOnlySpan<byte> json) => new(new SortedDictionary<string, string>(RunJson.Read<Dictionary<string, string>>(json), StringComparer.Ordinal));

    internal byte[] Write() => RunJson.Write(Parts);
}
