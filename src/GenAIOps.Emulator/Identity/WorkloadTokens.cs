using System.Collections.Concurrent;

namespace GenAIOps.Emulator.Identity;

/// <summary>The running workloads: the secret each gets in <c>IDENTITY_HEADER</c>, and the tokens of its identities that it trades that for.</summary>
internal sealed class WorkloadTokens(AccessTokens tokens, ManagedIdentities identities)
{
    /// <summary>As long as Azure's managed identity tokens live.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private sealed record Workload(string Name, string? Owner);

    private readonly ConcurrentDictionary<string, Workload> _workloads = new(StringComparer.Ordinal);

    /// <param name="name">Of the process.</param>
    /// <param name="owner">Whose identities it has: an app's id, or an agent's; null: none.</param>
    /// <returns>The value of <c>IDENTITY_HEADER</c> for this process.</returns>
    public string Register(string name, string? owner)
    {
        string header = Secrets.New();
        _workloads[header] = new Workload(name, owner);
        return header;
    }

    /// <summary>The process is gone: its header buys no more tokens.</summary>
    public void Forget(string header) => _workloads.TryRemove(header, out _);

    public bool IsKnown(string header) => _workloads.ContainsKey(header);

    /// <returns>Null when no running workload has this header, or has no such identity.</returns>
    public AccessToken? Issue(string header, string resource, IdentityChoice choice) =>
        _workloads.TryGetValue(header, out Workload? workload) && workload.Owner is { } owner && identities.Of(workload.Name, owner, choice) is { } caller
            ? tokens.Issue(caller, resource, Lifetime)
            : null;
}
