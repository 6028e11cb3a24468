using System.Text.Json.Nodes;

namespace GenAIOps.Evaluators.Tests.Text;

public sealed class ReferenceVectors
{
    [Fact]
    public void EveryPublishedCaseAndFieldIsComparedAndHolds()
    {
        var file = TextVectors.Read("published-text-metrics.json");
        var cases = file["cases"]!.AsArray();
        Assert.Equal((int)file["_meta"]!["count"]!, cases.Count);
        var differences = cases.SelectMany((item, i) =>
        {
            var metric = (string)item!["metric"]!;
            return TextVectors.Differences(item["expected"]!.AsObject(), TextVectors.Of(metric, item["input"]!.AsObject()), (double)item["tolerance"]!, $"{i} {metric} {item["id"]}");
        });
        Assert.Empty(differences);
    }

    [Fact]
    public void EveryRowOfTheTextMetricsIsComparedAndHolds()
    {
        var rows = TextVectors.Read("text-metrics.json")["rows"]!.AsArray();
        Assert.NotEmpty(rows);
        var differences = rows.SelectMany((row, i) =>
        {
            var expected = row!.DeepClone().AsObject();
            var actual = TextVectors.Of((string)expected["response"]!, (string)expected["ground_truth"]!);
            expected.Remove("response");
            expected.Remove("ground_truth");
            return TextVectors.Differences(expected, actual, 1e-9, $"row {i}");
        });
        Assert.Empty(differences);
    }

    [Fact]
    public void AFieldThatNobodyComparesIsNamed() =>
        Assert.Equal(["case newer: nobody compares it"], TextVectors.Differences(new JsonObject { ["newer"] = 1 }, TextVectors.Of("unknown", []), 1e-9, "case"));

    [Fact]
    public void AValueOutsideOfItsToleranceIsNamed() =>
        Assert.Equal(["case score: 0.5 instead of 0.6"], TextVectors.Differences(new JsonObject { ["score"] = 0.6 }, new Dictionary<string, object?> { ["score"] = 0.5 }, 1e-9, "case"));
}
