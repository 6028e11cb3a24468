namespace GenAIOps.Pipeline;

/// <summary>The image that <c>Containerize</c> made, or found made of the same sources.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Digest"><c>sha256:…</c></param>
/// <param name="Platforms">Such as <c>linux/amd64</c>.</param>
public sealed record ImageResult(string Agent, string Digest, IReadOnlyList<string> Platforms);
