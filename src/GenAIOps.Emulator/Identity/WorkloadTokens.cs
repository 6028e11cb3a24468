using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Identity;

internal sealed record WorkloadToken(string Token, DateTimeOffset Expires);

/// <summary>The managed identities of running workloads: the secret each gets in <c>IDENTITY_HEADER</c>, the tokens it trades that for.</summary>
internal sealed class WorkloadTokens(EmulatorInstance instance, TimeProvider time)
{
    /// <summary>As long as Azure's managed identity tokens live.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly TokenSigner _signer = new(instance, time, "workload");
    private readonly ConcurrentDictionary<string, string> _workloads = new(StringComparer.Ordinal);

    /// <returns>The value of <c>IDENTITY_HEADER</c> for a process of this workload.</returns>
    public string Register(string workload)
    {
        string header = Secrets.New();
        _workloads[header] = workload;
        return header;
    }

    /// <summary>The process is gone: its header buys no more tokens.</summary>
    public void Forget(string header) => _workloads.TryRemove(header, out _);

    /// <returns>Null when no running workload has this header.</returns>
    public WorkloadToken? Issue(string header, string resource)
    {
        if (!_workloads.TryGetValue(header, out string? workload)) return null;
        DateTimeOffset expires = time.GetUtcNow() + Lifetime;
        JsonObject claims = new() { ["aud"] = resource, ["sub"] = workload, ["tid"] = EmulatorInstance.TenantId, ["idtyp"] = "app" };
        return new WorkloadToken(_signer.Issue(claims, expires), expires);
    }

    /// <returns>The name of the workload that holds the token, or null when the token is not valid.</returns>
    public string? Validate(string token) => (string?)_signer.Read(token)?["sub"];
}
