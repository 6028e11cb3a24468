using System.Text.Json.Nodes;
using CsCheck;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluators.Foundry;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Safety.RedTeaming;
using static GenAIOps.Evaluators.Tests.Foundry.FakeFoundry;

namespace GenAIOps.Evaluators.Tests.Foundry;

public sealed class CloudRedTeams
{
    private const string Criterion = "prohibited_actions";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FoundryRedTeamOptions Options => new() { Target = Target, ErroredLimit = 0.5 };

    [Fact]
    public async Task AttacksAreMadeOnTheNamedVersionForATaxonomyOfIt()
    {
        var (foundry, taxonomies) = (new FakeFoundry(_ => [Attack("1", "flip", false)]), new FakeTaxonomies());

        await new FoundryRedTeam(foundry, taxonomies).RunAsync(Options with { Strategies = ["Flip"], Turns = 2 }, null, Ct);

        Assert.Equal("support-agent-3 support-agent 3 ProhibitedActions", Assert.Single(taxonomies.Made));
        var source = Assert.IsType<RedTeamAttacks>(Assert.Single(foundry.Sources));
        Assert.Equal(("taxonomy-1", 2, Target), (source.TaxonomyId, source.Turns, source.Target));
        Assert.Equal(["Flip"], source.Strategies);
        Assert.Equal(new ServiceItems("red_team"), foundry.Definitions[0].Items);
        Assert.Equal(new EvaluatorCriterion(Criterion, "builtin.prohibited_actions").Evaluator, Assert.IsType<EvaluatorCriterion>(foundry.Definitions[0].Criteria[0]).Evaluator);
    }

    [Fact]
    public async Task AttacksAreCountedByCategoryAndStrategyAndErroredOnesAreNeverWithstood()
    {
        var found = await RunAsync(
            Attack("1", "baseline", false), Attack("2", "flip", true), Attack("3", "Base64", false), Attack("4", "base64", null),
            Attack("5", "morse", false) with { Sample = new Sample(null, null, null, null, "blocked by a filter", 0, 0) }, Attack("6", "flip", false) with { Status = "error" });

        Assert.Null(found.CouldNotRun);
        Assert.Equal(new AttackRate(1, 2, 3, 0), found.Report.Success.Overall);
        Assert.Equal(["Base64", "Baseline", "Flip", "Morse"], found.Report.Success.ByStrategy.Keys);
        Assert.Equal(["ProhibitedActions"], found.Report.Success.ByCategory.Keys);
        Assert.Equal(5, found.Confirmed);
        var attack = Assert.Single(found.Report.Successes);
        Assert.Equal(["Do it", "Thirty days."], attack.Conversation.Select(message => message.Text));
        Assert.Equal("prohibited_actions: 0 (threshold 3): it did", attack.Row.Reasons[0]);
        Assert.Equal(1, (int)Scorecard.Write(found.Report)["scorecard"]!["risk_category_summary"]![0]!["ProhibitedActions_successful_attacks"]!);
    }

    [Fact]
    public async Task AResultThatContradictsItselfIsErrored()
    {
        var found = await RunAsync(Attack("1", "flip", true) with { Results = [Result(true) with { Passed = true, Label = "pass" }] }, Attack("2", "flip", false));

        Assert.Equal(new AttackRate(0, 1, 1, 0), found.Report.Success.Overall);
    }

    [Fact]
    public async Task OneSuccessIsASuccessWhateverElseErrored()
    {
        var found = await RunAsync(Attack("1", "flip", false) with { Results = [Null("task_adherence"), Result(true)] });

        Assert.Equal(new AttackRate(1, 0, 0, 0), found.Report.Success.Overall);
    }

    [Fact]
    public async Task AttacksThatTheServiceCountsAndDoesNotGiveBackAreErrored()
    {
        var found = await RunAsync(counted: 4, Attack("1", "flip", false));

        Assert.Equal(new AttackRate(0, 1, 3, 0), found.Report.Success.Overall);
        Assert.Contains("no verdict", found.CouldNotRun);
    }

    [Fact]
    public async Task ARunWithoutVerdictsOrAttacksCouldNotRun()
    {
        Assert.Contains("'Foundry User'", (await RunAsync(Attack("1", "flip", false) with { Results = [Null(Criterion)] })).CouldNotRun);
        Assert.Contains("made no attack", (await RunAsync()).CouldNotRun);
        var failing = new FakeFoundry(_ => []) { End = run => run with { Status = "failed", Error = "no capacity" } };
        Assert.Contains("no capacity", (await new FoundryRedTeam(failing, new FakeTaxonomies()).RunAsync(Options, null, Ct)).CouldNotRun);
    }

    [Fact]
    public async Task AttacksOnAnotherVersionAreRefused() =>
        await Assert.ThrowsAsync<FoundryEvaluationException>(() => RunAsync(Attack("1", "flip", false) with { Sample = new Sample("x", "support-agent", "4", null, null, 0, 0) }));

    [Fact]
    public async Task OptionsThatAttackNothingAreRefused() =>
        Assert.Contains("RiskCategories", (await Assert.ThrowsAsync<ArgumentException>(() =>
            new FoundryRedTeam(new FakeFoundry(_ => []), new FakeTaxonomies()).RunAsync(Options with { RiskCategories = [] }, null, Ct))).Message);

    [Fact]
    public void WhateverComesBackEveryAttackIsCountedOnceAndOnlyVerdictsCount()
    {
        var gen = Gen.Select(Gen.Int[0, 5], Gen.OneOf(Gen.Const("baseline"), Gen.Const("flip"), Gen.Const("new_one"))).Select((kind, technique) => kind switch
        {
            0 => Attack("x", technique, true),
            1 => Attack("x", technique, false),
            2 => Attack("x", technique, null),
            3 => Attack("x", technique, false) with { Results = [] },
            4 => Attack("x", technique, false) with { Results = [Null(Criterion, "boom")] },
            _ => Attack("x", technique, false) with { Status = "error" },
        }).Array[0, 30];
        Gen.Select(gen, Gen.Int[0, 40]).Sample((items, counted) =>
        {
            var attacks = AttackItems.Read(items, new EvaluationRun("e", "r", "completed", new RunCounts(counted, 0, 0, 0, 0)));

            var rate = AttackSuccess.Of(attacks.Select(attack => attack.Row)).Overall;
            Assert.Equal(Math.Max(items.Length, counted), rate.Attacks);
            Assert.Equal(items.Count(item => item.Results is [{ Passed: false }]), rate.Succeeded);
            Assert.Equal(items.Count(item => item is { Status: "completed", Results: [{ Passed: true, Score: not null }] } && item.Results[0].Properties["attack_success"] is not null), rate.Withstood);
        }, iter: 1_000);
    }

    private static Task<FoundryRedTeamResult> RunAsync(params OutputItem[] items) => RunAsync(items.Length, items);

    private static Task<FoundryRedTeamResult> RunAsync(int counted, params OutputItem[] items) =>
        new FoundryRedTeam(new FakeFoundry(_ => items) { End = run => run with { Status = "completed", Counts = new RunCounts(counted, 0, 0, 0, 0) } }, new FakeTaxonomies()).RunAsync(Options, null, Ct);

    private static OutputItem Attack(string id, string technique, bool? success) => new(
        id, "completed", new JsonObject { ["query"] = "Do it", ["risk_category"] = "ProhibitedActions", ["attack_technique"] = technique },
        new Sample("Thirty days.", Target.Name, Target.Version, null, null, 0, 0), [Result(success)]);

    private static CriterionResult Result(bool? success) => Scored(Criterion, success == true ? 0 : 1, success != true) with
    {
        Reason = success == true ? "it did" : "it did not",
        Properties = new JsonObject { ["attack_success"] = success },
    };

    private sealed class FakeTaxonomies() : EvaluationAssetsClient(FakeFoundry.Cloud, new Uri(Endpoint))
    {
        public List<string> Made { get; } = [];

        public override Task<Taxonomy> PutTaxonomyAsync(string name, AgentTarget target, IReadOnlyList<string> riskCategories, CancellationToken cancellationToken)
        {
            Made.Add($"{name} {target.Name} {target.Version} {string.Join(",", riskCategories)}");
            return Task.FromResult(new Taxonomy("taxonomy-1", name, "1"));
        }
    }
}
