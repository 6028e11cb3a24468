using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Judges;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs;

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
            ["evaluators"] = string.Join('\n', evaluators.Select(evaluator => Describe(evaluator, options))),
        });
    }

    internal static RunIdentity Read(ReadOnlySpan<byte> json) => new(new SortedDictionary<string, string>(RunJson.Read<Dictionary<string, string>>(json), StringComparer.Ordinal));

    internal byte[] Write() => RunJson.Write(Parts);

    /// <summary>An evaluator's type, the very build of its code, and its settings: instance fields of simple types, and of a judge its own identity.</summary>
    private static string Describe(IEvaluator evaluator, RunOptions options)
    {
        List<string> settings = evaluator is RubricJudge judge ? [judge.IdentityWith(options.Chat?.ChatClient)] : [];
        for (var type = evaluator.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (Text(field.GetValue(evaluator)) is { } value)
                {
                    settings.Add($"{field.Name}={value}");
                }
            }
        }

        settings.Sort(StringComparer.Ordinal);
        return $"{evaluator.GetType().FullName} {evaluator.GetType().Module.ModuleVersionId} {string.Join(',', evaluator.EvaluationMetricNames)} {string.Join(';', settings)}";
    }

    private static string? Text(object? value) => value switch
    {
        string text => JsonSerializer.Serialize(text),
        bool or char or Enum or Regex or TimeSpan or Uri => value.ToString(),
        IConvertible number and IFormattable => ((IFormattable)number).ToString(null, CultureInfo.InvariantCulture),
        IEnumerable<string> texts and ICollection => JsonSerializer.Serialize(texts),
        _ => null,
    };
}
