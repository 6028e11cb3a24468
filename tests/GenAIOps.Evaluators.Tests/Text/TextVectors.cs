using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Evaluators.Text;

namespace GenAIOps.Evaluators.Tests.Text;

/// <summary>What our code says of a case of the vectors, field by field. A metric, a field or an option that nobody knows is told, not skipped.</summary>
internal static class TextVectors
{
    public static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", file)))!.AsObject();

    /// <summary>Every difference between a case and our code; empty where there is none.</summary>
    public static IEnumerable<string> Differences(JsonObject expected, IReadOnlyDictionary<string, object?> actual, double tolerance, string where)
    {
        foreach (var (field, value) in expected)
        {
            var difference = !actual.TryGetValue(field, out var ours) ? "nobody compares it" : Difference(value, ours, tolerance);
            if (difference is not null)
            {
                yield return $"{where} {field}: {difference}";
            }
        }
    }

    public static IReadOnlyDictionary<string, object?> Of(string metric, JsonObject input) => metric switch
    {
        "bleu" => Scored(Bleu.Score(Split(input)(Hypothesis(input)), [.. References(input).Select(Split(input))], Smoothing(input))),
        "bleu_modified_precision" => ModifiedPrecision(input),
        "bleu_brevity_penalty" => BrevityPenalty(input),
        "bleu_smoothing_method4" => Method4(input),
        "gleu" => Scored(Gleu.Score(Split(input)(Hypothesis(input)), [.. References(input).Select(Split(input))])),
        "f1_meai" => Scored(TokenF1.Score(MeaiTokenizer.Tokens(Text(input, "response")), MeaiTokenizer.Tokens(Text(input, "ground_truth")))),
        "f1_squad" => new Dictionary<string, object?>
        {
            ["score"] = SquadF1(Text(input, "response"), Text(input, "ground_truth")),
            ["exact_match"] = SquadTokenizer.Normalize(Text(input, "response")) == SquadTokenizer.Normalize(Text(input, "ground_truth")),
        },
        "sacrebleu_corpus" => Corpus(input),
        "sacrebleu_sentence" => Scored(SacreBleu.Sentence(Hypothesis(input), [Text(input, "reference")], Options(input)).Score),
        "chrf_sentence" => Scored(Chrf.Score(Hypothesis(input), [Text(input, "reference")], (bool)input["eps_smoothing"]!)),
        "rouge" => Rouges(RougeOf(Text(input, "type"), Text(input, "prediction"), Text(input, "target"), (bool)input["stem"]!)),
        "rouge_lsum" => Rouges(Rouge.LSum(Text(input, "prediction"), Text(input, "target"))),
        "meteor_exact_stem" => Scored(Meteor.Score(Words.Lower(Hypothesis(input)), Words.Lower(Text(input, "reference")))),
        "meai_tokenizer" => new Dictionary<string, object?> { ["tokens"] = MeaiTokenizer.Tokens(Text(input, "text")) },
        "mixed" => Mixed(Hypothesis(input), Text(input, "reference")),
        _ => new Dictionary<string, object?>(),
    };

    /// <summary>The fields of text-metrics.json.</summary>
    public static IReadOnlyDictionary<string, object?> Of(string response, string truth) => new Dictionary<string, object?>
    {
        ["squad_exact_match"] = SquadTokenizer.Normalize(response) == SquadTokenizer.Normalize(truth),
        ["squad_f1"] = SquadF1(response, truth),
        ["bleu4_method1"] = Bleu.Score(Words.Lower(response), [Words.Lower(truth)], BleuSmoothing.Method1),
        ["bleu4_method4"] = Bleu.Score(Words.Lower(response), [Words.Lower(truth)], BleuSmoothing.Method4),
        ["gleu"] = Gleu.Score(Words.Lower(response), [Words.Lower(truth)]),
        ["rouge1"] = RougeOf("rouge1", response, truth, false),
        ["rouge2"] = RougeOf("rouge2", response, truth, false),
        ["rougeL"] = RougeOf("rougeL", response, truth, false),
    };

    private static Dictionary<string, object?> Mixed(string answer, string reference) => new()
    {
        ["sacrebleu_sentence_exp_effective"] = SacreBleu.Sentence(answer, [reference]).Score,
        ["sacrebleu_sentence_char"] = SacreBleu.Sentence(answer, [reference], new SacreBleuOptions { EffectiveOrder = true, Tokenizer = SacreBleuTokenizer.Characters }).Score,
        ["chrf"] = Chrf.Score(answer, [reference]),
        ["ter"] = Ter.Score(answer, [reference]),
        ["nltk_bleu_method4_ws"] = Bleu.Score(Words.Plain(answer), [Words.Plain(reference)], BleuSmoothing.Method4),
        ["gleu_ws"] = Gleu.Score(Words.Plain(answer), [Words.Plain(reference)]),
        ["rouge1"] = RougeOf("rouge1", answer, reference, false).F1,
        ["rouge2"] = RougeOf("rouge2", answer, reference, false).F1,
        ["rougeL"] = RougeOf("rougeL", answer, reference, false).F1,
        ["rougeL_stem"] = RougeOf("rougeL", answer, reference, true).F1,
        ["f1_squad"] = SquadF1(answer, reference),
        ["meteor_exact_stem"] = Meteor.Score(Words.Lower(answer), Words.Lower(reference)),
        ["meai_tokens_hypothesis"] = MeaiTokenizer.Tokens(answer),
    };

    private static Dictionary<string, object?> ModifiedPrecision(JsonObject input)
    {
        var (matches, total) = Bleu.ModifiedPrecision(Split(input)(Hypothesis(input)), [.. References(input).Select(Split(input))], (int)input["n"]!);
        return new() { ["numerator"] = (double)matches, ["denominator"] = (double)total, ["value"] = (double)matches / total };
    }

    private static Dictionary<string, object?> BrevityPenalty(JsonObject input)
    {
        var length = (int)input["hypothesis_length"]!;
        var closest = Bleu.ClosestLength([.. input["reference_lengths"]!.AsArray().Select(item => (int)item!)], length);
        return new() { ["closest"] = (double)closest, ["bp"] = Bleu.BrevityPenalty(closest, length) };
    }

    private static Dictionary<string, object?> Method4(JsonObject input)
    {
        var pairs = input["numerators_denominators"]!.AsArray().Select(item => (int)item!).Chunk(2).Select(pair => (pair[0], pair[1])).ToArray();
        return new() { ["smoothed"] = Bleu.Smooth(pairs, (int)input["hyp_len"]!, BleuSmoothing.Method4) };
    }

    private static Dictionary<string, object?> Corpus(JsonObject input)
    {
        var streams = input["reference_streams"]!.AsArray().Select(stream => stream!.AsArray()).ToArray();
        var pairs = input["hypotheses"]!.AsArray().Select((text, i) => ((string)text!, (IReadOnlyList<string>)[.. streams.Select(stream => (string)stream[i]!)]));
        var result = SacreBleu.Corpus(pairs, Options(input["options"]!.AsObject()));
        return new()
        {
            ["score"] = result.Score,
            ["precisions"] = result.Precisions,
            ["bp"] = result.BrevityPenalty,
            ["sys_len"] = (double)result.Length,
            ["ref_len"] = (double)result.ReferenceLength,
        };
    }

    private static SacreBleuOptions Options(JsonObject input)
    {
        var options = new SacreBleuOptions();
        foreach (var (name, value) in input)
        {
            options = name switch
            {
                "hypothesis" or "reference" => options,
                "tokenize" => options with { Tokenizer = SacreBleuTokenizer.Named((string)value!) },
                "smooth_method" => options with { Smoothing = Enum.Parse<SacreBleuSmoothing>(((string)value!).Replace("-", "", StringComparison.Ordinal), ignoreCase: true) },
                "smooth_value" => options with { SmoothingValue = (double?)value },
                "max_ngram_order" => options with { MaxOrder = (int)value! },
                "lowercase" => options with { Lowercase = (bool)value! },
                "effective_order" => options with { EffectiveOrder = (bool)value! },
                _ => throw new InvalidDataException($"nobody knows the option {name}"),
            };
        }

        return options;
    }

    private static Func<string, IReadOnlyList<string>> Split(JsonObject input) => Text(input, "tokenizer") switch
    {
        var name when name.StartsWith("MEAI", StringComparison.Ordinal) => MeaiTokenizer.Tokens,
        var name when name.StartsWith("whitespace", StringComparison.Ordinal) => Words.Plain,
        var name => throw new InvalidDataException($"nobody knows the tokenizer {name}"),
    };

    private static BleuSmoothing Smoothing(JsonObject input) => Text(input, "smoothing") switch
    {
        "none" => BleuSmoothing.None,
        var name when name.Contains("method4", StringComparison.Ordinal) => BleuSmoothing.Method4,
        var name => throw new InvalidDataException($"nobody knows the smoothing {name}"),
    };

    private static RougeScore RougeOf(string type, string answer, string reference, bool stem)
    {
        var (has, wants) = (Rouge.Tokens(answer, stem), Rouge.Tokens(reference, stem));
        return type == "rougeL" ? Rouge.L(has, wants) : Rouge.N(has, wants, type[^1] - '0');
    }

    private static double SquadF1(string answer, string reference) => TokenF1.Score(SquadTokenizer.Tokens(answer), SquadTokenizer.Tokens(reference));

    private static Dictionary<string, object?> Scored(double? score) => new() { ["score"] = score };

    private static Dictionary<string, object?> Rouges(RougeScore score) => new() { ["precision"] = score.Precision, ["recall"] = score.Recall, ["fmeasure"] = score.F1 };

    private static string Hypothesis(JsonObject input) => Text(input, "hypothesis");

    private static string[] References(JsonObject input) => [.. input["references"]!.AsArray().Select(item => (string)item!)];

    private static string Text(JsonObject input, string name) => (string?)input[name] ?? throw new InvalidDataException($"the case has no {name}");

    private static string? Difference(JsonNode? expected, object? actual, double tolerance) => (expected, actual) switch
    {
        (null, null) => null,
        (JsonValue value, double number) when value.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
            Math.Abs((double)value - number) <= Math.Max(tolerance, 1e-15) ? null : string.Create(CultureInfo.InvariantCulture, $"{number:R} instead of {(double)value:R}"),
        (JsonValue value, bool flag) when value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => (bool)value == flag ? null : $"{flag}",
        (JsonArray items, IReadOnlyList<double> numbers) => items.Count != numbers.Count ? $"{numbers.Count} numbers instead of {items.Count}"
            : items.Select((item, i) => Difference(item, numbers[i], tolerance)).FirstOrDefault(difference => difference is not null),
        (JsonArray items, IReadOnlyList<string> words) => items.Select(item => (string)item!).SequenceEqual(words) ? null : string.Join('|', words),
        (JsonObject parts, RougeScore score) => Differences(parts, new Dictionary<string, object?> { ["precision"] = score.Precision, ["recall"] = score.Recall, ["f"] = score.F1 }, tolerance, "").FirstOrDefault(),
        _ => $"{actual ?? "nothing"} instead of {expected?.ToJsonString() ?? "nothing"}",
    };
}
