namespace GenAIOps.Evaluation.Answers;

/// <summary>What an agent's <c>POST /ask</c> returns, as far as it is judged.</summary>
internal sealed record AskResponse(
    string? Answer, bool? Answered, string[]? Citations, IReadOnlyList<AskResponse.PassageJson?>? Context, AskResponse.UsageJson? Usage, AskResponse.VersionJson? Version, string? Model)
{
    internal sealed record PassageJson(string? Id, string? Text);

    internal sealed record UsageJson(long? InputTokens, long? OutputTokens);

    internal sealed record VersionJson(string? ImageDigest);
}
