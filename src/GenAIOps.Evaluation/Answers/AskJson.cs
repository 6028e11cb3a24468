using System.Text.Json.Serialization;

namespace GenAIOps.Evaluation.Answers;

/// <summary>Reads it by code that is compiled ahead: a short run would wait for reflection longer than for answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AskResponse))]
internal sealed partial class AskJson : JsonSerializerContext;
