using System.Text.Json.Nodes;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Stages;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>What QA and releases find is what they sign.</summary>
public sealed class StatementsOfStages
{
    private static readonly string s_image = "sha256:" + new string('a', 64);
    private static readonly AgentConfiguration s_configuration = new(new Dictionary<string, string> { ["STYLE"] = "short" }, "a model 1");
    private static readonly AgentReference s_before = new("sha256:" + new string('b', 64), new('1', 64));
    private static readonly DateTimeOffset s_now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void VerdictsAreSpeltAlike() => Assert.Equal(Enum.GetNames<VerdictKind>(), Enum.GetNames<EvaluationVerdict>());

    /// <summary>The file for programs and the signed predicate say the same, and nothing of the file is lost.</summary>
    [Fact]
    public void TheEvaluationSaysWhatTheSummarySays()
    {
        var report = Report();
        var summary = SummaryJson.Write(report);
        EnvironmentSettings settings = new("qa", s_configuration.Variables, ["TOKEN"], new Dictionary<string, string>());
        AttachedFile outcomes = new("sha256:" + new string('d', 64), "application/x");
        var statement = EvaluationStatement.Of(report, s_configuration, settings, outcomes, summary);
        var written = JsonNode.Parse(statement.Write().ToJsonString())!;
        summary = JsonNode.Parse(summary.ToJsonString())!.AsObject();

        foreach (var same in (string[])["counts", "verdict", "reasons"]) Assert.True(JsonNode.DeepEquals(summary[same], written[same]), same);
        Assert.Equal(((int)summary["quality"]!["passed"]!, (int)summary["quality"]!["rows"]!), (statement.Quality.Passed, statement.Quality.Rows));
        Assert.Equal(((int)summary["safety"]!["attempts"]!, (int)summary["safety"]!["successes"]!), (statement.Safety.Attempts, statement.Safety.Successes));
        Assert.Equal(s_configuration.VersionOf(s_image), statement.Subject.ToVersion());
        Assert.Equal((s_before, outcomes), (statement.Baseline, statement.Outcomes));
        Assert.Same(settings, statement.Settings);
        Assert.Equal(["prod-eu", "prod-us"], Assert.Single(statement.Baselines).Environments);
        Assert.Equal(s_before.ConfigurationSha256, (string?)summary["baseline"]!["configuration"]);
        Assert.Equal((bool)summary["passed"]!, statement.Passed);
        Assert.All(summary.Select(member => member.Key), name => Assert.True(name is "schema" or "passed" || written[name] is not null || written["summary"]!.AsObject().ContainsKey(name) || summary[name] is null, name));
        Assert.NotNull(written["summary"]!["quality"]!["interval"]);
        Assert.NotNull(written["summary"]!["metrics"]);
    }

    [Theory]
    [InlineData(ReleaseOutcome.Released, ReleaseResult.Released, true)]
    [InlineData(ReleaseOutcome.Unchanged, ReleaseResult.Released, false)]
    [InlineData(ReleaseOutcome.RolledBack, ReleaseResult.RolledBack, true)]
    [InlineData(ReleaseOutcome.Failed, ReleaseResult.Failed, true)]
    [InlineData(ReleaseOutcome.Refused, null, false)]
    [InlineData(ReleaseOutcome.Cancelled, null, false)]
    public void AReleaseIsStatedByHowItEnded(ReleaseOutcome outcome, ReleaseResult? stated, bool hasFrom)
    {
        var statement = ReleaseStatements.Of(Ended(outcome), s_configuration.VersionOf(s_image), "prod", s_before, "an operator");
        Assert.Equal(stated, statement?.Outcome);
        Assert.Equal(hasFrom ? s_before : null, statement?.From);
        if (statement is not null) Assert.Equal(("prod", "agent--r2", "an operator", s_now), (statement.Environment, statement.Revision, statement.By, statement.At));
    }

    /// <summary>A run that finds its agent live states it where no run before could, and once only.</summary>
    [Fact]
    public void WhatIsStatedIsNotStatedAgain()
    {
        var statement = ReleaseStatements.Of(Ended(ReleaseOutcome.Unchanged), s_configuration.VersionOf(s_image), "prod", null, "an operator")!;
        Assert.False(ReleaseStatements.IsStated(statement, EvidenceSet.Empty));
        Assert.True(ReleaseStatements.IsStated(statement, Known(statement with { By = "somebody", From = s_before })));
        Assert.False(ReleaseStatements.IsStated(statement, Known(statement with { Environment = "qa" })));
        Assert.False(ReleaseStatements.IsStated(statement, Known(statement with { Revision = "agent--r1" })));
        Assert.False(ReleaseStatements.IsStated(statement, Known(statement, statement with { Outcome = ReleaseResult.RolledBack })));
    }

    private static EvidenceSet Known(params ReleasePredicate[] said) => new([.. said.Select((predicate, i) => new Attestation(predicate, s_now.AddSeconds(i)))], [], []);

    private static ReleaseReport Ended(ReleaseOutcome outcome) => new()
    {
        Outcome = outcome,
        FromRevision = "agent--r1",
        FromDigest = s_before.ImageDigest,
        ToRevision = "agent--r2",
        ToDigest = s_image,
        Serves = "agent--r2",
        StartedAt = s_now,
        FinishedAt = s_now,
        Steps = [],
    };

    private static EvaluationReport Report()
    {
        var (questions, attacks, before) = (Run("q", 95, 4, 1), Run("a", 49, 1, 0), Run("q", 94, 6, 0));
        EvaluationPolicy policy = new();
        Baseline[] baselines = [new(s_before.ImageDigest, ["prod-eu", "prod-us"], before) { Configuration = s_before.ConfigurationSha256 }];
        return new EvaluationReport
        {
            Digest = s_image,
            Revision = "agent--r2",
            GoldenSet = SetOf("golden", questions),
            SafetySet = SetOf("safety", attacks),
            Golden = questions,
            Safety = attacks,
            Baselines = baselines,
            Verdict = Verdict.Judge(questions, attacks, baselines, policy),
            Policy = policy,
            Evaluators = ["correctness"],
            Model = "m",
            StartedAt = s_now,
            FinishedAt = s_now,
        };
    }

    private static Dataset SetOf(string name, RunResult run) => Dataset.Of(name, [.. run.Read().Select(row => row.Case)]);

    private static RunResult Run(string set, int passed, int failed, int errored)
    {
        RowStatus[] statuses = [.. Enumerable.Repeat(RowStatus.Passed, passed), .. Enumerable.Repeat(RowStatus.Failed, failed), .. Enumerable.Repeat(RowStatus.Errored, errored)];
        return RunResult.Of([.. statuses.Select((status, i) => new RowResult(
            new EvaluationCase { Id = $"{set}-{i}", Query = "Why?" }, status, new AgentAnswer("Because."), new Dictionary<string, double> { ["correctness"] = status == RowStatus.Passed ? 1 : 0 }, status == RowStatus.Passed ? [] : ["correctness: 0"], TimeSpan.FromMilliseconds(5), 1))]);
    }
}
