using System.Text.Json;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Checks;
using GenAIOps.Evaluators.Text;

namespace GenAIOps.Evaluators.Tools;

/// <summary>Compares calls of tools. Arguments are equal as JSON values: the order of properties does not count, and 1, 1.0 and 1e0 are one number.</summary>
public static class ToolCalls
{
    /// <param name="made">In order.</param>
    /// <param name="expected">In order.</param>
    /// <param name="inOrder">Whether the order counts: what matches is then the longest common subsequence.</param>
    public static ToolCallComparison Compare(IReadOnlyList<ToolCall> made, IReadOnlyList<ToolCall> expected, bool inOrder)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(expected);
        var (matchedMade, matchedExpected) = inOrder ? Aligned(made, expected) : AnyOrder(made, expected);
        return new ToolCallComparison(matchedMade.Count(hit => hit), expected.Count, made.Count,
            [.. Differences(Left(made, matchedMade), Left(expected, matchedExpected), inOrder)]);
    }

    /// <summary>Whether two calls are the same: name and arguments.</summary>
    public static bool Same(ToolCall one, ToolCall other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Name == other.Name && Wrong(one, other).Count == 0;
    }

    /// <summary>The length of the longest common subsequence of the names: steps that were made in the expected order.</summary>
    public static int StepsInOrder(IReadOnlyList<ToolCall> made, IReadOnlyList<ToolCall> expected)
    {
        ArgumentNullException.ThrowIfNull(made);
        ArgumentNullException.ThrowIfNull(expected);
        var numbers = new NGrams();
        return LongestCommonSubsequence.Length(numbers.Number([.. made.Select(call => call.Name)]), numbers.Number([.. expected.Select(call => call.Name)]));
    }

    private static (bool[] Made, bool[] Expected) AnyOrder(IReadOnlyList<ToolCall> made, IReadOnlyList<ToolCall> expected)
    {
        var (hitMade, hitExpected) = (new bool[made.Count], new bool[expected.Count]);
        for (var i = 0; i < made.Count; i++)
        {
            var at = Enumerable.Range(0, expected.Count).FirstOrDefault(j => !hitExpected[j] && Same(made[i], expected[j]), -1);
            if (at >= 0)
            {
                hitMade[i] = hitExpected[at] = true;
            }
        }

        return (hitMade, hitExpected);
    }

    private static (bool[] Made, bool[] Expected) Aligned(IReadOnlyList<ToolCall> made, IReadOnlyList<ToolCall> expected)
    {
        // Equal calls get one number, so that the subsequence is one of numbers.
        var kinds = new List<ToolCall>();
        int[] Kinds(IReadOnlyList<ToolCall> calls) => [.. calls.Select(call =>
        {
            var kind = kinds.FindIndex(other => Same(other, call));
            if (kind < 0)
            {
                kinds.Add(call);
                kind = kinds.Count - 1;
            }

            return kind;
        })];
        var (of, wanted) = (Kinds(made), Kinds(expected));
        var (hitMade, hitExpected) = (new bool[made.Count], new bool[expected.Count]);
        LongestCommonSubsequence.Mark(wanted, of, hitExpected, hitMade);
        return (hitMade, hitExpected);
    }

    private static List<ToolCall> Left(IReadOnlyList<ToolCall> calls, bool[] matched) => [.. calls.Where((_, i) => !matched[i])];

    private static IEnumerable<string> Differences(List<ToolCall> made, List<ToolCall> expected, bool inOrder)
    {
        foreach (var want in expected)
        {
            var near = made.Where(call => call.Name == want.Name).MinBy(call => Wrong(call, want).Count);
            if (near is null)
            {
                yield return $"missing: {want.Name}";
                continue;
            }

            made.Remove(near);
            var wrong = Wrong(near, want);
            yield return wrong.Count > 0 ? string.Join("; ", wrong) : inOrder ? $"out of order: {want.Name}" : $"missing: {want.Name}";
        }

        foreach (var extra in made)
        {
            yield return $"extra: {extra.Name}";
        }
    }

    private static List<string> Wrong(ToolCall made, ToolCall expected)
    {
        var (has, wants) = (Properties(made.Arguments), Properties(expected.Arguments));
        var wrong = new List<string>();
        foreach (var (name, want) in wants)
        {
            if (!has.Remove(name, out var value))
            {
                wrong.Add($"{expected.Name}.{name} is missing, and should be {Text(want)}");
            }
            else if (!JsonElement.DeepEquals(value, want))
            {
                wrong.Add($"{expected.Name}.{name} is {Text(value)} instead of {Text(want)}");
            }
        }

        wrong.AddRange(has.Select(pair => $"{expected.Name}.{pair.Key} is {Text(pair.Value)}, and should not be there"));
        return wrong;
    }

    /// <summary>Arguments that are no object stand under an empty name.</summary>
    private static Dictionary<string, JsonElement> Properties(JsonElement arguments)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in arguments.EnumerateObject())
            {
                properties[property.Name] = property.Value;
            }
        }
        else if (arguments.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
        {
            properties[""] = arguments;
        }

        return properties;
    }

    private static string Text(JsonElement value) => TextChecks.Short(value.GetRawText());
}
