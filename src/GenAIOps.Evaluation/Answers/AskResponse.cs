using System.Text.Json.Serialization;

namespace GenAIOps.Evaluation.Runs;

/// <summary>What an agent's <c>POST /ask</c> returns, as far as it is judged.</summary>
internal sealed record AskResponse(
    string? Answer, bool? Answered, string[]? Citations, IReadOnlyList<AskResponse.PassageJson?>? Context, AskResponse.UsageJson? Usage, AskResponse.VersionJson? Version, string? Model)
{
    internal sealed record PassageJson(string? Id, string? Text);

    internal sealed record UsageJson(long? InputTokens, long? OutputTokens);

    internal sealed record VersionJson(string? ImageDigest);
}

/// <summary>Reads it by code that is compiled ahead: a short run would wait for reflection longer than for answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AskResponse))]
internal sealed partial class AskJson : JsonSerializerContext;
