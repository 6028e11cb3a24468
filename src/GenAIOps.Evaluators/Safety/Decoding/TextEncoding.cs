namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>A way to write a text so that a filter does not read it.</summary>
/// <param name="Name">As PyRIT and Foundry call it, where they do.</param>
/// <param name="Encode">Writes it.</param>
/// <param name="Decode">Reads it back; what <paramref name="Encode"/> cannot write (case in Morse) stays lost.</param>
public sealed record TextEncoding(string Name, Func<string, string> Encode, Func<string, string> Decode);
