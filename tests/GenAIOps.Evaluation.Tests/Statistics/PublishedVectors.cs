using System.Text.Json;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Every case and field of Vectors/published-statistics.json: the papers' and R's own examples.</summary>
public sealed class PublishedVectors
{
    private static readonly Dictionary<string, JsonElement> s_cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "published-statistics.json")))
        .RootElement.GetProperty("cases").EnumerateArray().ToDictionary(x => x.GetProperty("id").GetString()!);

    public static TheoryData<string> Cases() => new(s_cases.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachFieldAgrees(string id)
    {
        var (input, expected) = Of(id);
        // The longest prefix, so that a case of its own goes before its family.
        var family = PublishedComparisons.ByPrefix.Keys.Where(x => id.StartsWith(x, StringComparison.Ordinal)).MaxBy(x => x.Length);
        Assert.True(family is not null, $"Nobody compares the case '{id}'.");
        PublishedComparisons.ByPrefix[family!](input, expected);
        input.Done();
        expected.Done();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ThePrintedFiguresAreTheRoundedOnes(string id)
    {
        if (!s_cases[id].TryGetProperty("published_rounded", out var printed)) return;
        var expected = s_cases[id].GetProperty("expected");
        foreach (var field in printed.EnumerateObject())
        {
            var full = field.Name switch
            {
                "bh_rejects" => Count(expected, "BH"),
                "bonferroni_rejects" => Count(expected, "bonferroni"),
                "count_one_tail" => [expected.GetProperty("perm_count_ge").GetDouble()],
                var name when expected.TryGetProperty(name, out var value) => Flat(value).Select(x => x.GetDouble()).ToArray(),
                var name => throw new KeyNotFoundException($"{id}: nobody compares the printed '{name}'."),
            };
            var figures = Flat(field.Value);
            Assert.Equal(figures.Length, full.Length);
            for (var i = 0; i < full.Length; i++) Assert.True(Math.Abs(figures[i].GetDouble() - full[i]) <= 0.5000001 * Unit(figures[i].GetRawText()), $"{id}: {field.Name} is printed as {figures[i]}, in full {full[i]}.");
        }
    }

    internal static int[,] Table(JsonElement rows)
    {
        var table = new int[rows.GetArrayLength(), rows[0].GetArrayLength()];
        for (var i = 0; i < table.GetLength(0); i++)
        {
            for (var k = 0; k < table.GetLength(1); k++) table[i, k] = rows[i][k].GetInt32();
        }

        return table;
    }

    private static (VectorCase Input, VectorCase Expected) Of(string id)
    {
        var tolerance = s_cases[id].GetProperty("tolerance").GetDouble();
        return (new VectorCase(id + " input", s_cases[id].GetProperty("input"), tolerance), new VectorCase(id, s_cases[id].GetProperty("expected"), tolerance));
    }

    private static double[] Count(JsonElement expected, string field) => [VectorCase.Numbers(expected.GetProperty(field)).Count(x => x <= 0.05)];

    private static JsonElement[] Flat(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static double Unit(string number)
    {
        var parts = number.Split('e', 'E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        return Math.Pow(10, (parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0) - decimals);
    }
}
