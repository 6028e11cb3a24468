using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Azure.Core;
using GenAIOps.Azure;
using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Tests.Foundry;

/// <summary>A Foundry that records what it is asked, and gives back what a test says of the rows of a run.</summary>
internal sealed class FakeFoundry(Func<IReadOnlyList<JsonObject>, IEnumerable<OutputItem>> items) : EvaluationsClient(Cloud, new Uri(Endpoint))
{
    public const string Endpoint = "https://foundry.example/api/projects/qa";

    public static readonly AgentTarget Target = new("support-agent", "3");

    public static AzureCloud Cloud => AzureCloud.At("fake", new Uri("https://arm.example/"), new NoCredential());

    public List<EvaluationDefinition> Definitions { get; } = [];

    public List<RunSource> Sources { get; } = [];

    public List<string> Cancelled { get; } = [];

    /// <summary>How runs end.</summary>
    public Func<EvaluationRun, EvaluationRun> End { get; init; } = run => run with { Status = "completed" };

    public static OutputItem Item(string row, params CriterionResult[] results) =>
        new($"item-{row}", "completed", new JsonObject { ["row_id"] = row }, new Sample("Thirty days.", Target.Name, Target.Version, null, null, 7, 2), results);

    public static CriterionResult Scored(string name, double score, bool passed) =>
        new(name, name, score, passed, passed ? "pass" : "fail", passed ? null : "too low", 3, null, null, []);

    public static CriterionResult Null(string name, string? error = null) => new(name, name, null, null, null, null, null, error is null ? null : "error", error, []);

    public static string RowOf(JsonObject row) => (string)row["row_id"]!;

    public override Task<string> CreateAsync(EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        Definitions.Add(definition);
        return Task.FromResult("eval_1");
    }

    public override Task<EvaluationRun> CreateRunAsync(string evaluation, string name, RunSource source, CancellationToken cancellationToken)
    {
        Sources.Add(source);
        return Task.FromResult(new EvaluationRun(evaluation, $"evalrun_{Sources.Count}", "queued", new RunCounts(0, 0, 0, 0, 0)));
    }

    public override Task<EvaluationRun> WaitAsync(EvaluationRun run, TimeSpan deadline, IProgress<EvaluationRun>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var over = End(run);
        progress?.Report(over);
        return Task.FromResult(over);
    }

    public override Task<EvaluationRun> CancelRunAsync(string evaluation, string run, CancellationToken cancellationToken)
    {
        Cancelled.Add(run);
        return Task.FromResult(new EvaluationRun(evaluation, run, "canceled", new RunCounts(0, 0, 0, 0, 0)));
    }

    public override async IAsyncEnumerable<OutputItem> GetOutputItemsAsync(string evaluation, string run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var item in items(RowsOf(Sources[^1])))
            yield return item;
    }

    public static IReadOnlyList<JsonObject> RowsOf(RunSource source) => source switch
    {
        AgentAnswers { Rows: InlineRows rows } => rows.Rows,
        GivenAnswers { Rows: InlineRows rows } => rows.Rows,
        _ => [],
    };

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing goes over the wire");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new InvalidOperationException("nothing goes over the wire");
    }
}
