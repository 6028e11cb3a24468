using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Context;

/// <summary>What <c>--digest</c> says: the digest of one agent's image, or <c>agent=digest</c> for each, separated by commas.</summary>
internal static class GivenDigests
{
    /// <exception cref="ExitCodeException">It is misspelt, or leaves open what this agent ships. Exit code 2.</exception>
    public static string Of(string agent, string given, IReadOnlyList<AgentDefinition> agents, string? onlyAgent)
    {
        if (!given.Contains('=', StringComparison.Ordinal))
        {
            return !IsDigest(given) ? throw Misspelt(given)
                : agents.Count == 1 || onlyAgent is not null ? given
                : throw Bad($"--digest names one image, and this pipeline has {agents.Count} agents. Nothing was run. Say whose it is with --agent NAME, or name each: {string.Join(',', agents.Select(known => $"{known.Name}=sha256:…"))}.");
        }

        Dictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (var pair in given.Split(',', StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=', StringSplitOptions.TrimEntries) is not [var name, var digest] || !IsDigest(digest)) throw Misspelt(pair);
            if (agents.All(known => known.Name != name)) throw Bad($"--digest names '{name}', which is no agent of this pipeline; there are: {string.Join(", ", agents.Select(known => known.Name))}. Nothing was run.");
            if (!digests.TryAdd(name, digest)) throw Bad($"--digest names '{name}' twice. Nothing was run.");
        }

        // Told before the first agent is shipped, not when it is the others' turn.
        var missing = agents.Select(known => known.Name).Where(name => (onlyAgent is null || name == onlyAgent) && !digests.ContainsKey(name)).ToList();
        return missing.Count == 0
            ? digests[agent]
            : throw Bad($"--digest names no image of {string.Join(", ", missing)}. Nothing was run. Name each: {string.Join(',', missing.Select(name => $"{name}=sha256:…"))}, or choose one agent with --agent NAME.");
    }

    private static bool IsDigest(string text) => text is ['s', 'h', 'a', '2', '5', '6', ':', .. { Length: 64 } hex] && hex.All(char.IsAsciiHexDigitLower);

    private static ExitCodeException Misspelt(string given) =>
        Bad($"--digest is '{given}'. Nothing was run. Give sha256: and 64 hexadecimal digits, as in artifacts/image/digest: a tag may move.");

    private static ExitCodeException Bad(string message) => new(ExitCodes.BadInput, message);
}
