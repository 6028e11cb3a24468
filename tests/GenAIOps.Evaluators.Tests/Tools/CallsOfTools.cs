using System.Text.Json;
using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Catalog;
using GenAIOps.Evaluators.Tools;

namespace GenAIOps.Evaluators.Tests.Tools;

public sealed class CallsOfTools
{
    private static readonly ToolCall Search = Call("search", """{"query":"jacket","limit":5}""");

    private static readonly ToolCall Order = Call("order", """{"id":"a-1"}""");

    [Theory]
    [InlineData("""{"limit":5.0,"query":"jacket"}""")]
    [InlineData("""{"limit":5e0,"query":"jac\u006bet"}""")]
    public void ArgumentsAreEqualAsJsonValues(string arguments)
    {
        var judged = Accuracy([Call("search", arguments)], [Search]);
        Assert.Equal((1.0, true), (judged.Value, judged.Passed));
    }

    [Fact]
    public void WhatIsWrongIsNamed()
    {
        Assert.Equal("search.query is \"coat\" instead of \"jacket\"", Accuracy([Call("search", """{"query":"coat","limit":5}""")], [Search]).Reason);
        Assert.Equal("search.limit is \"5\" instead of 5", Accuracy([Call("search", """{"query":"jacket","limit":"5"}""")], [Search]).Reason);
        Assert.Equal("search.limit is missing, and should be 5; search.page is 2, and should not be there", Accuracy([Call("search", """{"query":"jacket","page":2}""")], [Search]).Reason);
        Assert.Equal("missing: order", Accuracy([Search], [Search, Order]).Reason);
        Assert.Equal("extra: order", Accuracy([Search, Order], [Search]).Reason);
        Assert.Equal("missing: search; extra: order", Accuracy([Order], [Search]).Reason);
    }

    [Fact]
    public void MissingAndExtraCallsLowerTheScore()
    {
        Assert.Equal(0.5, Accuracy([Search], [Search, Order]).Value);
        Assert.Equal(0.5, Accuracy([Search, Search], [Search]).Value);
        Assert.Equal((1.0, true), (Accuracy([], []).Value, Accuracy([], []).Passed));
        Assert.Equal((0.0, false), (Accuracy([Search], []).Value, Accuracy([Search], []).Passed));
        Assert.False(Judged.By(new ToolCallAccuracyEvaluator(), Judged.Row(), new AgentAnswer("") { ToolCalls = [Search] }).Applies);
    }

    [Fact]
    public void OrderCountsWhereItIsAskedFor()
    {
        Assert.True(Accuracy([Order, Search], [Search, Order]).Passed);
        var ordered = Accuracy([Order, Search], [Search, Order], inOrder: true);
        Assert.Equal(("tool_call_accuracy@ordered", 0.5, false), (ordered.Name, ordered.Value!.Value, ordered.Passed));
        Assert.StartsWith("out of order: ", ordered.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void SelectionLooksAtNamesOnly()
    {
        var judged = Judged.By(new ToolSelectionEvaluator(), Row([Search, Order]), new AgentAnswer("") { ToolCalls = [Call("search", "{}")] });
        Assert.Equal(2 / 3.0, judged.Value!.Value, 1e-12);
        Assert.Equal("it called search instead of search, order", judged.Reason);
        Assert.True(Judged.By(new ToolSelectionEvaluator(), Row([]), new AgentAnswer("")).Passed);
        Assert.Equal("it called nothing instead of search", Judged.By(new ToolSelectionEvaluator(), Row([Search]), new AgentAnswer("")).Reason);
    }

    [Fact]
    public void InputsMustSatisfyTheToolsSchema()
    {
        var row = Row([]) with
        {
            ToolDefinitions = [new ToolDefinition("search", "Finds.", Json("""{"type":"object","required":["query"],"properties":{"query":{"type":"string"},"limit":{"type":"integer"}}}""")), new ToolDefinition("ping", "", default)],
        };
        Judged Of(params ToolCall[] calls) => Judged.By(new ToolInputValidityEvaluator(), row, new AgentAnswer("") { ToolCalls = calls });
        Assert.True(Of(Search, Call("ping", "{}")).Passed);
        Assert.Equal("search: #/query: PropertyRequired", Of(new ToolCall("search", default)).Reason);
        Assert.Equal((0.5, "order is no tool of the row"), (Of(Search, Order).Value!.Value, Of(Search, Order).Reason));
        Assert.Contains("limit: IntegerExpected", Of(Call("search", """{"query":"a","limit":"many"}""")).Reason, StringComparison.Ordinal);
        Assert.False(Of().Applies);
    }

    [Fact]
    public void ASchemaThatFetchesIsAnErrorOfTheRow()
    {
        var row = Row([]) with { ToolDefinitions = [new ToolDefinition("search", "", Json("""{"$ref":"http://schemas.example/x"}"""))] };
        Assert.Contains("Only references within the schema", Judged.By(new ToolInputValidityEvaluator(), row, new AgentAnswer("") { ToolCalls = [Search] }).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search order", 1)]
    [InlineData("search search order order", 0.5)]
    [InlineData("order search", 0.5)]
    [InlineData("search", 0.5)]
    [InlineData("", 0)]
    public void DetoursLowerTheEfficiency(string steps, double value)
    {
        ToolCall[] made = [.. steps.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => Call(name, "{}"))];
        Assert.Equal(value, Judged.By(new TaskNavigationEfficiencyEvaluator(), Row([Search, Order]), new AgentAnswer("") { ToolCalls = made }).Value);
    }

    [Theory]
    [InlineData("search order", 1, 1, 1)]
    [InlineData("search ping order", 0, 1, 1)]
    [InlineData("order search", 0, 0, 1)]
    [InlineData("search search", 0, 0, 0)]
    [InlineData("search", 0, 0, 0)]
    public void FoundrysMatchingModesAreThere(string steps, double exact, double inOrder, double anyOrder)
    {
        ToolCall[] made = [.. steps.Split(' ').Select(name => Call(name, "{}"))];
        double? Of(string mode)
        {
            var judged = Judged.By(new EvaluatorCatalog().Create("builtin.task_navigation_efficiency", EvaluatorOptions.Of(("matching_mode", mode))), Row([Search, Order]), new AgentAnswer("") { ToolCalls = made });
            Assert.Equal($"task_navigation_efficiency@{mode}", judged.Name);
            return judged.Value;
        }

        Assert.Equal((exact, inOrder, anyOrder), (Of("exact_match"), Of("in_order_match"), Of("any_order_match")));
    }

    [Fact]
    public void InOrderNeverMatchesMoreThanInAnyOrder() =>
        Gen.Select(Calls, Calls).Sample((made, expected) =>
        {
            var (any, ordered) = (ToolCalls.Compare(made, expected, inOrder: false), ToolCalls.Compare(made, expected, inOrder: true));
            Assert.True(ordered.Matched <= any.Matched);
            Assert.Equal(any.Matched == Math.Max(made.Length, expected.Length), any.Differences.Count == 0);
            Assert.Equal(ordered.Matched == Math.Max(made.Length, expected.Length), ordered.Differences.Count == 0);
        }, iter: 1_000);

    private static readonly Gen<ToolCall[]> Calls = Gen.Int[0, 3].Select(kind => kind switch
    {
        0 => Search,
        1 => Order,
        2 => Call("search", """{"query":"coat"}"""),
        _ => Call("ping", "{}"),
    }).Array[0, 6];

    private static Judged Accuracy(ToolCall[] made, ToolCall[] expected, bool inOrder = false) =>
        Judged.By(new ToolCallAccuracyEvaluator(inOrder), Row(expected), new AgentAnswer("") { ToolCalls = made });

    private static EvaluationCase Row(ToolCall[] expected) => Judged.Row() with { ToolCalls = expected };

    private static ToolCall Call(string name, string arguments) => new(name, Json(arguments));

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
