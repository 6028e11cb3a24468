namespace GenAIOps.Pipeline;

/// <summary>An image in the registry, by <c>Push</c>.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Reference"><c>registry/repository@sha256:…</c></param>
/// <param name="Uploaded">Blobs that were sent.</param>
/// <param name="Bytes">Of these.</param>
/// <param name="Statements">Signed statements that were attached.</param>
public sealed record PushedImage(string Agent, string Reference, int Uploaded, long Bytes, int Statements);
