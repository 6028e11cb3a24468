using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <param name="Value">Never undefined and never null.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Column">Where it begins, from 1.</param>
internal readonly record struct RawValue(JsonElement Value, int Line, int Column);
