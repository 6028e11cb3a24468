namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>A text and what it says when it is decoded; decoded once, when somebody asks.</summary>
internal sealed class Readings(string text)
{
    private IReadOnlyList<string>? _decoded;

    public string Text { get; } = text ?? throw new ArgumentNullException(nameof(text));

    public IReadOnlyList<string> Decoded => _decoded ??= Decodings.Of(Text);
}
