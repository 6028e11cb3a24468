using System.Text.RegularExpressions;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>What a new revision runs. What is null is not named: an app that exists keeps what it has, a new one gets the default.</summary>
public sealed partial record RevisionTemplate
{
    /// <summary>Lower-case letters, digits and single inner dashes; never used before in the app, for re-use changes nothing and says so nowhere.</summary>
    public required string Suffix { get; init; }

    /// <summary>By digest: <c>registry/repository@sha256:…</c>. With a tag, a moved image would make no new revision.</summary>
    public required string Image { get; init; }

    /// <summary>Variables of the app's own container. Those that others set beside them stay.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The port that the container listens on. 1 to 65535, 8080 in a new app.</summary>
    public int? TargetPort { get; init; }

    /// <summary>Cores, above 0. 0.5 in a new app.</summary>
    public double? Cpu { get; init; }

    /// <summary>For example 0.5Gi or 1Gi; Azure wants 2 Gi per core. 1Gi in a new app.</summary>
    public string? Memory { get; init; }

    /// <summary>At least 1 keeps a switch of traffic without a cold start. 1 in a new app.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>At least <see cref="MinReplicas"/>. 3 in a new app.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>Answers 2xx when the container can take traffic. <c>/readyz</c> in a new app.</summary>
    public string? ReadinessPath { get; init; }

    /// <summary>Answers 2xx while the container is alive; null: it is not asked.</summary>
    public string? LivenessPath { get; init; }

    /// <summary>Requests at once for which a replica is added, by the rule's name. Rules of others stay.</summary>
    public IReadOnlyDictionary<string, int> ScaleRules { get; init; } = new Dictionary<string, int>();

    /// <summary>Variables whose values are secrets of the app, by the secrets' names.</summary>
    public IReadOnlyDictionary<string, string> SecretVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Secrets of a new app, by name: their addresses in Key Vault. In an app that exists a release changes none, and refuses to go on where one is missing.</summary>
    public IReadOnlyDictionary<string, Uri> Secrets { get; init; } = new Dictionary<string, Uri>();

    /// <summary>Whether a new app answers outside of its environment.</summary>
    public bool IsExternal { get; init; } = true;

    /// <summary>Networks that may connect to a new app, in CIDR notation; empty: all.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Who is let in. A new app answers nobody before it is set; in an app that exists a release changes none, and refuses to go on where it is not set. Null: not looked at.</summary>
    public AppAuthentication? Authentication { get; init; }

    /// <summary>Seconds between SIGTERM and SIGKILL, 0 to 3600. 30 in a new app.</summary>
    public int? TerminationGracePeriodSeconds { get; init; }

    /// <summary>Resource id of the user-assigned identity that pulls the image and that the app runs as; null: the app's own identity, and a registry that it need not sign in to.</summary>
    public string? IdentityId { get; init; }

    /// <summary>The registry that the image is pulled from.</summary>
    internal string Registry => Image.Split('/')[0];

    /// <summary>As it is for a new app: every member is named.</summary>
    internal RevisionTemplate WithDefaults() => this with
    {
        TargetPort = TargetPort ?? 8080,
        Cpu = Cpu ?? 0.5,
        Memory = Memory ?? "1Gi",
        MinReplicas = MinReplicas ?? 1,
        MaxReplicas = MaxReplicas ?? Math.Max(3, MinReplicas ?? 1),
        ReadinessPath = ReadinessPath ?? "/readyz",
        TerminationGracePeriodSeconds = TerminationGracePeriodSeconds ?? 30,
    };

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
        if (ReadinessPath is not null && !ReadinessPath.StartsWith('/'))
            yield return $"ReadinessPath: '{ReadinessPath}' must start with '/'.";
        if (TerminationGracePeriodSeconds is < 0 or > 3600)
            yield return $"TerminationGracePeriodSeconds: {TerminationGracePeriodSeconds} must be 0 to 3600.";
    }

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9]|-(?!-))*(?<!-)\z")]
    private static partial Regex SuffixPattern();
}
