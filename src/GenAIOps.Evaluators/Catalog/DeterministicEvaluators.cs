using System.Text.Json;
using System.Text.Json.Serialization;
using GenAIOps.Evaluators.Checks;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Evaluators.Retrieval;
using GenAIOps.Evaluators.Text;
using GenAIOps.Evaluators.Tools;
using GenAIOps.Evaluators.Usage;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Catalog;

/// <summary>The evaluators that need nothing but code: the same answer gives the same score.</summary>
internal static class DeterministicEvaluators
{
    private const double Half = TextEvaluator.DefaultThreshold;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public static IEnumerable<EvaluatorEntry> Entries => [.. Text, .. Checks, .. Retrieval, .. Grounding, .. Tools, .. Usage];

    private static IEnumerable<EvaluatorEntry> Text =>
    [
        Entry("exact_match", "equal after SQuAD's normalisation", [], _ => new ExactMatchEvaluator(), "exact_match@squad"),
        Entry("f1@squad", "word F1 of SQuAD and Azure", ["threshold"], options => new F1Evaluator(threshold: Threshold(options)), "f1_score", "f1"),
        Entry("f1@meai", "word F1 of Microsoft.Extensions.AI.Evaluation.NLP", ["threshold"], options => new F1Evaluator(meai: true, Threshold(options))),
        Entry("bleu@nltk4", "sentence BLEU of NLTK with smoothing 4", ["threshold"], options => new BleuEvaluator(threshold: Threshold(options)), "bleu_score", "bleu"),
        Entry("bleu@meai", "BLEU of Microsoft.Extensions.AI.Evaluation.NLP", ["threshold"], options => new BleuEvaluator(meai: true, Threshold(options))),
        Entry("bleu@sacrebleu", "sentence BLEU of sacrebleu, over 100", ["threshold", "tokenizer"], options => new SacreBleuEvaluator(options.Text("tokenizer") ?? "13a", Threshold(options)), "sacrebleu"),
        Entry("gleu@nltk", "Google-BLEU of NLTK", ["threshold"], options => new GleuEvaluator(Threshold(options)), "gleu_score", "gleu"),
        Entry("meteor@exact-stem", "METEOR without synonyms", ["threshold"], options => new MeteorEvaluator(Threshold(options)), "meteor_score", "meteor"),
        Entry("rouge", "ROUGE-N, ROUGE-L or ROUGE-Lsum", ["threshold", "rouge_type", "part", "stem"], Rouge, "rouge_score"),
        Entry("chrf2@sacrebleu", "character F score of sacrebleu, over 100", ["threshold"], options => new ChrfEvaluator(Threshold(options)), "chrf"),
        Entry("ter@sacrebleu", "edit rate of sacrebleu, over 100; lower is better", ["threshold"], options => new TerEvaluator(Threshold(options)), "ter"),
        Entry("correctness", "the share of the right answer's words", [], _ => new CorrectnessEvaluator()),
    ];

    private static IEnumerable<EvaluatorEntry> Checks =>
    [
        Entry("equals", "equal, ends aside", ["expected", "ignore_case"], options => new EqualsEvaluator(options.Text("expected"), options.Flag("ignore_case", false))),
        Entry("contains", "contains every text", ["texts", "ignore_case"], options => new ContainsEvaluator(options.Texts("texts"), false, options.Flag("ignore_case", true)), "contains_all"),
        Entry("contains_any", "contains one of the texts", ["texts", "ignore_case"], options => new ContainsEvaluator(options.Texts("texts"), true, options.Flag("ignore_case", true))),
        Entry("not_contains", "contains none of the texts", ["texts", "ignore_case"], options => new NotContainsEvaluator(options.Texts("texts"), options.Flag("ignore_case", true))),
        Entry("starts_with", "begins with the text", ["text", "ignore_case"], options => new StartsWithEvaluator(options.Required("text"), options.Flag("ignore_case", false))),
        Entry("regex", "matches a regular expression", ["pattern", "ignore_case"], options => new RegexEvaluator(options.Required("pattern"), options.Flag("ignore_case", false))),
        Entry("not_regex", "does not match a regular expression", ["pattern", "ignore_case"], options => new RegexEvaluator(options.Required("pattern"), options.Flag("ignore_case", false), mustMatch: false)),
        Entry("json_schema", "is JSON that satisfies a schema", ["schema"], options => new JsonSchemaEvaluator(options.Json("schema") ?? options.Required("schema"))),
        Entry("length", "is not too short and not too long", ["least", "most", "unit"], options => new LengthEvaluator(options.Whole("least", 0), options.Whole("most", int.MaxValue), Named<LengthUnit>(options, "unit"))),
    ];

    private static IEnumerable<EvaluatorEntry> Retrieval =>
    [
        Ranked("precision_at_k", "relevant share of the first k", RetrievalMeasure.Precision, "precision@k"),
        Ranked("recall_at_k", "share of the relevant documents in the first k", RetrievalMeasure.Recall, "recall@k"),
        Ranked("retrieval_f1_at_k", "F1 of both", RetrievalMeasure.F1, "retrieval_f1@k"),
        Ranked("hit_at_k", "whether one of the first k is relevant", RetrievalMeasure.Hit, "hit@k"),
        Ranked("ndcg", "normalised discounted cumulative gain of the first k", RetrievalMeasure.Ndcg, "ndcg@k"),
        Ranked("ndcg_exp", "the same with gains of 2^grade - 1", RetrievalMeasure.NdcgExponential, "ndcg_exp@k"),
        Ranked("mrr", "reciprocal rank of the first relevant document", RetrievalMeasure.ReciprocalRank),
        Ranked("map", "average precision", RetrievalMeasure.AveragePrecision),
    ];

    private static IEnumerable<EvaluatorEntry> Grounding =>
    [
        Entry("abstention", "answers exactly where an article does", [], _ => new AbstentionEvaluator()),
        Entry("grounded_sentences", "sentences that stand in what was retrieved, word by word", [], _ => new GroundednessEvaluator()),
        Entry("citation", "cites the article that holds the answer", [], _ => new CitationEvaluator()),
        Entry("citation_precision", "cited ids that were retrieved", ["threshold"], options => new CitationPrecisionEvaluator(options.Number("threshold", 1))),
        Entry("citation_recall", "sentences that are supported by what they cite", ["threshold", "overlap"], options => new CitationRecallEvaluator(options.Number("threshold", 1), options.Number("overlap", 0.6))),
        Entry("numbers_supported", "numbers and dates that stand in a passage", ["threshold"], options => new NumbersSupportedEvaluator(options.Number("threshold", 1))),
    ];

    private static IEnumerable<EvaluatorEntry> Tools =>
    [
        Entry("tool_call_accuracy", "tool calls that are as expected", ["threshold", "in_order"], options => new ToolCallAccuracyEvaluator(options.Flag("in_order", false), options.Number("threshold", 1))),
        Entry("tool_selection", "F1 of the names of the tools", ["threshold"], options => new ToolSelectionEvaluator(options.Number("threshold", 1))),
        Entry("tool_input_validity", "calls whose arguments satisfy the tool's schema", ["threshold"], options => new ToolInputValidityEvaluator(options.Number("threshold", 1))),
        Entry("task_navigation_efficiency", "expected steps over steps made", ["threshold", "matching_mode"], options => new TaskNavigationEfficiencyEvaluator(Named<StepMatching>(options, "matching_mode"), options.Number("threshold", 1))),
    ];

    private static IEnumerable<EvaluatorEntry> Usage =>
    [
        Entry("latency_ms", "milliseconds", ["most"], options => new LatencyEvaluator(options.Limit("most")), "latency"),
        Entry("input_tokens", "as the model counts", ["most"], options => new TokensEvaluator(TokenKind.Input, options.Limit("most"))),
        Entry("output_tokens", "as the model counts", ["most"], options => new TokensEvaluator(TokenKind.Output, options.Limit("most"))),
        Entry("total_tokens", "as the model counts", ["most"], options => new TokensEvaluator(TokenKind.Total, options.Limit("most"))),
        Entry("tokens_per_second", "output tokens a second", ["least"], options => new ThroughputEvaluator(options.Limit("least"))),
        Entry("cost", "by a price table", ["prices", "default_model", "most"], options => new CostEvaluator(Prices(options), options.Limit("most"))),
    ];

    private static EvaluatorEntry Entry(string name, string summary, string[] options, Func<EvaluatorOptions, IEvaluator> create, params string[] aliases) =>
        new(name, summary, create) { Options = options, Aliases = aliases };

    private static EvaluatorEntry Ranked(string name, string summary, RetrievalMeasure measure, params string[] aliases) =>
        Entry(name, summary, ["k", "threshold"], options => new RetrievalEvaluator(measure, options.Whole("k", 5), Threshold(options)), aliases);

    private static RougeEvaluator Rouge(EvaluatorOptions options) =>
        new(options.Text("rouge_type") ?? "rougeL", Named<RougePart>(options, "part"), options.Flag("stem", false), Threshold(options));

    private static double Threshold(EvaluatorOptions options) => options.Number("threshold", Half);

    private static T Named<T>(EvaluatorOptions options, string name)
        where T : struct, Enum =>
        options.Text(name) is not { } text ? default
            : Array.FindIndex(Enum.GetNames<T>(), value => Snake(value).Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? Enum.GetValues<T>()[at]
            : throw new ArgumentException($"The option '{name}' is '{text}', and must be one of {string.Join(", ", Enum.GetNames<T>().Select(Snake))}.", nameof(options));

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static PriceTable Prices(EvaluatorOptions options)
    {
        const string Shape = "Give prices as {\"model\": {\"input\": 2.5, \"output\": 10}}, per million tokens.";
        try
        {
            var models = JsonSerializer.Deserialize<Dictionary<string, TokenPrice>>(options.Json("prices") ?? throw new ArgumentException($"The evaluator 'cost' needs the option 'prices'. {Shape}", nameof(options)), Strict);
            return new PriceTable { Name = "prices", Models = models ?? [], DefaultModel = options.Text("default_model") };
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The option 'prices' of 'cost' is no price table: {e.Message} {Shape}", nameof(options), e);
        }
    }
}
