using System.Text.RegularExpressions;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>What a new revision runs.</summary>
public sealed partial record RevisionTemplate
{
    /// <summary>Lower-case letters, digits and single inner dashes; never used before in the app, for re-use changes nothing and says so nowhere.</summary>
    public required string Suffix { get; init; }

    /// <summary>By digest: <c>registry/repository@sha256:…</c>. With a tag, a moved image would make no new revision.</summary>
    public required string Image { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The port that the container listens on. 1 to 65535, default 8080.</summary>
    public int TargetPort { get; init; } = 8080;

    /// <summary>Cores, above 0. Default 0.5.</summary>
    public double Cpu { get; init; } = 0.5;

    /// <summary>For example 0.5Gi or 1Gi; Azure wants 2 Gi per core.</summary>
    public string Memory { get; init; } = "1Gi";

    /// <summary>At least 1 keeps a switch of traffic without a cold start. Default 1.</summary>
    public int MinReplicas { get; init; } = 1;

    /// <summary>At least <see cref="MinReplicas"/>. Default 3.</summary>
    public int MaxReplicas { get; init; } = 3;

    /// <summary>Answers 2xx when the container can take traffic.</summary>
    public string ReadinessPath { get; init; } = "/readyz";

    /// <summary>Seconds between SIGTERM and SIGKILL, 0 to 3600. Default 30.</summary>
    public int TerminationGracePeriodSeconds { get; init; } = 30;

    /// <summary>Resource id of the user-assigned identity that pulls the image and that the app runs as; null: the app's own identity, and a registry that it need not sign in to.</summary>
    public string? IdentityId { get; init; }

    /// <summary>The app's name is needed because revision names share one limit.</summary>
    internal IEnumerable<string> Problems(string app)
    {
        if (!SuffixPattern().IsMatch(Suffix) || app.Length + 2 + Suffix.Length > 54)
            yield return $"Suffix: '{Suffix}' must be lower-case letters, digits and single inner dashes, starting with a letter or digit; '{app}--{Suffix}' must not exceed 54 characters.";
        if (!Image.Contains("@sha256:", StringComparison.Ordinal))
            yield return $"Image: '{Image}' must be given by digest (registry/repository@sha256:…).";
        if (TargetPort is < 1 or > 65535)
            yield return $"TargetPort: {TargetPort} must be 1 to 65535.";
        if (Cpu <= 0)
            yield return $"Cpu: {Cpu} must be above 0.";
        if (MinReplicas < 0 || MaxReplicas < 1 || MaxReplicas < MinReplicas)
            yield return $"MinReplicas, MaxReplicas: {MinReplicas} to {MaxReplicas} is no range of replicas.";
        if (!ReadinessPath.StartsWith('/'))
            yield return $"ReadinessPath: '{ReadinessPath}' must start with '/'.";
        if (TerminationGracePeriodSeconds is < 0 or > 3600)
            yield return $"TerminationGracePeriodSeconds: {TerminationGracePeriodSeconds} must be 0 to 3600.";
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9]|-(?!-))*$(?<!-)")]
    private static partial Regex SuffixPattern();
}
