using System.Globalization;
using System.Text.Json;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>One case of a vector file. It knows which of its fields were read or compared, so that none is passed over.</summary>
internal sealed class VectorCase(string name, JsonElement fields, double tolerance)
{
    private readonly HashSet<string> _used = [];

    public JsonElement Read(string field)
    {
        _used.Add(field);
        return fields.TryGetProperty(field, out var value) ? value : throw new KeyNotFoundException($"{name} has no field '{field}'.");
    }

    public bool Has(string field) => fields.TryGetProperty(field, out _);

    public int Whole(string field) => Read(field).GetInt32();

    public double Number(string field) => Read(field).GetDouble();

    public double[] Numbers(string field) => Numbers(Read(field));

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];

    public void Is(string field, double actual, double? within = null) => Equal(field, Read(field).GetDouble(), actual, within ?? tolerance);

    public void Is(string field, Interval actual, double? within = null, double absolute = 0) => Is(field, [actual.Low, actual.High], within, absolute);

    public void Is(string field, double[] actual, double? within = null, double absolute = 0)
    {
        var expected = Numbers(field);
        Assert.True(expected.Length == actual.Length, $"{name}: '{field}' has {expected.Length} values, got {actual.Length}.");
        for (var i = 0; i < actual.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= absolute)) Equal($"{field}[{i}]", expected[i], actual[i], within ?? tolerance);
        }
    }

    public void Near(string field, double actual, double absolute) =>
        Assert.True(Math.Abs(Read(field).GetDouble() - actual) <= absolute, Message(field, Read(field).GetDouble(), actual));

    public void Is(string field, bool actual) => Assert.True(Read(field).GetBoolean() == actual, $"{name}: '{field}' is {Read(field)}, got {actual}.");

    public void Is(string field, IEnumerable<bool> actual) => Assert.Equal(Read(field).EnumerateArray().Select(x => x.GetBoolean()), actual);

    /// <summary>Fails with the fields that nobody looked at.</summary>
    public void Done()
    {
        var left = fields.EnumerateObject().Select(x => x.Name).Where(x => !_used.Contains(x)).ToArray();
        Assert.True(left.Length == 0, $"{name}: nobody compares {string.Join(", ", left)}.");
    }

    private void Equal(string field, double expected, double actual, double relative)
    {
        var close = expected == 0 ? Math.Abs(actual) <= 1e-12 : Math.Abs(actual - expected) <= relative * Math.Abs(expected);
        Assert.True(close, Message(field, expected, actual));
    }

    private string Message(string field, double expected, double actual) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: '{field}' is {expected:R}, got {actual:R} (off by {actual - expected:E2}).");
}
