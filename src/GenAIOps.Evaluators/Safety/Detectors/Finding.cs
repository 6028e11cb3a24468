namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Something that should not stand in an answer.</summary>
/// <param name="Kind">What it is, with its article: "an e-mail address".</param>
/// <param name="Value">As it stands in the text.</param>
/// <param name="Start">Where, in UTF-16 units from 0.</param>
/// <param name="Key">The value without its layout; two findings of a kind with one key are the same thing.</param>
public sealed record Finding(string Kind, string Value, int Start, string Key)
{
    /// <summary>Enough to find it again, too little to pass it on: its first 4 characters.</summary>
    public string Hint => Value[..Math.Min(4, Value.Length)];
}
