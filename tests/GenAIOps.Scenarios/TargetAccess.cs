using System.Text.RegularExpressions;

namespace GenAIOps.Scenarios;

/// <summary>A row of the table: a target, and all that it does to Azure.</summary>
/// <param name="Target">As it is called.</param>
/// <param name="Sentences">Who does what to which areas, as <see cref="RecordedRequest"/> names them: <c>qa reads qa.app, registry</c>. All else is refused.</param>
internal sealed partial record TargetAccess(string Target, params string[] Sentences)
{
    private readonly HashSet<string> _allowed = [.. Sentences.Select(sentence => Sentence().Match(sentence)).SelectMany(parts => parts.Groups["areas"].Value.Split(", ").Select(area => $"{parts.Groups["who"].Value} {parts.Groups["verb"].Value} {area}"))];

    public int ExitCode { get; init; }

    public string[] Arguments { get; } = Target.Split(' ');

    public bool Writes(string id) => _allowed.Any(sentence => sentence.EndsWith($" writes {RecordedRequest.AreaOf(id)}", StringComparison.Ordinal));

    /// <summary>Each request is in the table, and what the table says happens: a row that allows too much is wrong, too.</summary>
    public void Check(IReadOnlyList<RecordedRequest> requests, IReadOnlyDictionary<string, string> environments)
    {
        List<RecordedRequest> accesses = [.. requests.Where(request => !request.IsNoAccess)];
        var unexpected = accesses.Select(request => (Request: request, Sentence: request.Sentence(environments))).Where(access => !_allowed.Contains(access.Sentence)).Select(access => $"  {access.Sentence}: {access.Request}").Distinct().ToList();
        Assert.True(unexpected.Count == 0, $"{Target} does what the table does not allow:\n{string.Join('\n', unexpected)}");
        var unused = _allowed.Except(accesses.Select(request => request.Sentence(environments))).ToList();
        Assert.True(unused.Count == 0, $"{Target} does not do what the table says: {string.Join("; ", unused)}");
    }

    [GeneratedRegex("^(?<who>.+) (?<verb>reads|writes|asks) (?<areas>.+)$")]
    private static partial Regex Sentence();
}
