namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Finds one kind of thing in a text. Pure; its time grows with the text's length and no faster.</summary>
/// <param name="kind">With its article: "an e-mail address".</param>
public abstract class Detector(string kind)
{
    public string Kind { get; } = kind;

    /// <summary>What stands in the text, in its order.</summary>
    /// <param name="text">Of any length.</param>
    /// <param name="context">What may be said: a value that stands here too is no finding.</param>
    public IReadOnlyList<Finding> Find(string text, string context = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        List<Finding> found = [.. Scan(text)];
        if (found.Count == 0 || context.Length == 0)
        {
            return found;
        }

        var allowed = Scan(context).Select(finding => finding.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. found.Where(finding => !allowed.Contains(finding.Key))];
    }

    protected abstract IEnumerable<Finding> Scan(string text);

    protected Finding At(string text, int start, int length, string? key = null) =>
        new(Kind, text.Substring(start, length), start, key ?? text.Substring(start, length));
}
