using System.Globalization;
using System.Text.RegularExpressions;

namespace GenAIOps.Pipeline;

/// <summary>What a revision of an agent gets. Null: what <c>agent.yaml</c> or <c>azure.yaml</c> says, else the default; replicas that others raised stay.</summary>
public sealed partial record Compute
{
    /// <summary>Cores: 0.25 to 4 in steps of 0.25. Default 0.5.</summary>
    public double? Cpu { get; init; }

    /// <summary>Such as 1Gi; Azure's Consumption plan wants 2 Gi for each core. Default 1Gi.</summary>
    public string? Memory { get; init; }

    /// <summary>0 to 1000. Default 1: a switch of traffic without a cold start.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>1 to 1000, and no less than <see cref="MinReplicas"/>. Default 3.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>When replicas are added. Empty: Azure's default, 10 requests at once for each.</summary>
    public IReadOnlyList<ScaleRule> ScaleRules { get; init; } = [];

    /// <summary>The port that the container listens on, 1 to 65535. Default 8080.</summary>
    public int? Port { get; init; }

    /// <summary>The path that answers 2xx when the container can take traffic. Default /readyz.</summary>
    public string? ReadinessPath { get; init; }

    /// <summary>The path that answers 2xx while the container is alive. Null: it is not asked.</summary>
    public string? LivenessPath { get; init; }

    internal IEnumerable<string> Problems()
    {
        if (Cpu is { } cpu && (cpu is < 0.25 or > 4 || cpu * 4 % 1 != 0)) yield return $"Compute.Cpu: {cpu.ToString(CultureInfo.InvariantCulture)} must be 0.25 to 4 in steps of 0.25.";
        if (Memory is not null && !MemoryPattern().IsMatch(Memory)) yield return $"Compute.Memory: '{Memory}' must be such as 0.5Gi or 1Gi.";
        if (MinReplicas is < 0 or > 1000) yield return $"Compute.MinReplicas: {MinReplicas} must be 0 to 1000.";
        if (MaxReplicas is < 1 or > 1000) yield return $"Compute.MaxReplicas: {MaxReplicas} must be 1 to 1000.";
        if (MinReplicas > (MaxReplicas ?? 3)) yield return $"Compute: MinReplicas {MinReplicas} is above MaxReplicas {MaxReplicas ?? 3}.";
        if (Port is < 1 or > 65535) yield return $"Compute.Port: {Port} must be 1 to 65535.";
        if (ReadinessPath is not (null or ['/', ..])) yield return $"Compute.ReadinessPath: '{ReadinessPath}' must begin with '/'.";
        if (LivenessPath is not (null or ['/', ..])) yield return $"Compute.LivenessPath: '{LivenessPath}' must begin with '/'.";
        foreach (var problem in ScaleRules.SelectMany(rule => rule.Problems())) yield return problem;
        foreach (var same in ScaleRules.GroupBy(rule => rule.Name).Where(same => same.Count() > 1)) yield return $"Compute.ScaleRules: '{same.Key}' is given {same.Count()} times.";
    }

    [GeneratedRegex(@"^\d+(\.\d+)?Gi\z")]
    private static partial Regex MemoryPattern();
}

/// <summary>Adds a replica for each so many requests at once.</summary>
/// <param name="Name">Lower-case letters, digits and dashes.</param>
/// <param name="ConcurrentRequests">1 or more.</param>
public sealed record ScaleRule(string Name, int ConcurrentRequests)
{
    internal IEnumerable<string> Problems()
    {
        if (Name.Length is 0 or > 63 || !Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')) yield return $"ScaleRule: '{Name}' must be 1 to 63 lower-case letters, digits and dashes.";
        if (ConcurrentRequests < 1) yield return $"ScaleRule '{Name}': {ConcurrentRequests} requests must be 1 or more.";
    }
}
