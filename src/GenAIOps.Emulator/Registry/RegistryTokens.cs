using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Registry;

/// <summary>What a request wants to do with what: <c>repository:support-agent:pull</c>.</summary>
internal sealed record RegistryScope(string Type, string Name, IReadOnlyList<string> Actions)
{
    public override string ToString() => $"{Type}:{Name}:{string.Join(',', Actions)}";

    /// <summary>Reads scopes separated by spaces; a name may hold colons.</summary>
    public static IEnumerable<RegistryScope> Parse(string text)
    {
        foreach (string scope in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int first = scope.IndexOf(':', StringComparison.Ordinal), last = scope.LastIndexOf(':');
            if (first > 0 && last > first) yield return new(scope[..first], scope[(first + 1)..last], scope[(last + 1)..].Split(','));
        }
    }
}

/// <summary>What the header of a request allows.</summary>
/// <param name="Scopes">Those of an access token; null: whatever the caller's roles allow now, as Basic credentials are for.</param>
internal sealed record RegistryGrant(Caller Caller, IReadOnlyList<RegistryScope>? Scopes);

/// <summary>The two tokens of Azure Container Registry: one for the account (refresh), one per scope (access).</summary>
internal sealed class RegistryTokens(EmulatorInstance instance, AccessTokens directory, RegistryAccess access, TimeProvider time)
{
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromHours(3), AccessLifetime = TimeSpan.FromMinutes(75);
    private readonly TokenSigner _refresh = new(instance, time, "registry refresh"), _access = new(instance, time, "registry access");

    public string IssueRefresh(Caller caller) => _refresh.Issue(Claims(caller), time.GetUtcNow() + RefreshLifetime);

    /// <returns>Who presents a token of the directory; null when it is none, or has expired.</returns>
    public Caller? OfDirectory(string token) => Secrets.Same(token, instance.Token) ? Caller.Owner : directory.Read(token) is { Expired: null } read ? read.Caller : null;

    /// <returns>Who presents the owner's token or a refresh token; null for anything else.</returns>
    public Caller? OfAccount(string secret) => Secrets.Same(secret, instance.Token) ? Caller.Owner : _refresh.Read(secret) is { } claims ? CallerOf(claims) : null;

    /// <summary>A scope that the caller's roles do not allow is left out.</summary>
    public string IssueAccess(Caller caller, IEnumerable<RegistryScope> scopes)
    {
        JsonObject claims = Claims(caller);
        claims["access"] = new JsonArray([.. scopes.Select(scope => access.Granted(caller, scope)).OfType<RegistryScope>().Select(scope => new JsonObject
        {
            ["type"] = scope.Type,
            ["name"] = scope.Name,
            ["actions"] = new JsonArray([.. scope.Actions.Select(action => JsonValue.Create(action))]),
        })]);
        return _access.Issue(claims, time.GetUtcNow() + AccessLifetime);
    }

    /// <returns>What the Authorization header allows; null when it holds no valid token.</returns>
    public RegistryGrant? Read(string authorization)
    {
        if (BasicPassword(authorization) is { } password) return OfAccount(password) is { } account ? new(account, null) : null;
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        JsonObject? claims = _access.Read(authorization["Bearer ".Length..].Trim());
        return claims?["access"] is JsonArray granted
            ? new(CallerOf(claims), [.. granted.Select(entry => new RegistryScope((string)entry!["type"]!, (string)entry["name"]!, [.. entry["actions"]!.AsArray().Select(action => (string)action!)]))])
            : null;
    }

    public bool Allows(RegistryGrant grant, RegistryScope wanted) => grant.Scopes is not { } scopes ? access.Allows(grant.Caller, wanted)
        : wanted.Actions.All(action => scopes.Any(scope =>
            (scope.Type is "*" || scope.Type == wanted.Type) && (scope.Name is "*" || scope.Name == wanted.Name)
            && (scope.Actions.Contains("*") || scope.Actions.Contains(action))));

    /// <summary>The password of a Basic header, as docker and oras send after a login with a token.</summary>
    public static string? BasicPassword(string authorization)
    {
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        byte[] bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization["Basic ".Length..].Trim(), bytes, out int length)) return null;
        string pair = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private JsonObject Claims(Caller caller) => new()
    {
        ["aud"] = instance.LoginServer,
        ["sub"] = caller.Name,
        ["oid"] = caller.ObjectId,
        ["appid"] = caller.ClientId,
        ["kind"] = caller.Kind.ToString(),
        ["tenant"] = EmulatorInstance.TenantId,
    };

    private static Caller CallerOf(JsonObject claims) =>
        new(Enum.Parse<CallerKind>((string?)claims["kind"] ?? nameof(CallerKind.Owner)), (string)claims["sub"]!, (string?)claims["oid"] ?? "", (string?)claims["appid"] ?? "");
}
