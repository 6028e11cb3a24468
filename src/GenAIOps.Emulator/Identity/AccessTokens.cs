using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Identity;

internal sealed record AccessToken(string Token, DateTimeOffset Expires);

/// <param name="Audience">The resource that the token was asked for.</param>
/// <param name="Expired">When the token's life ended; null while it lasts.</param>
internal sealed record ReadToken(Caller Caller, string Audience, DateTimeOffset? Expired);

/// <summary>The directory's access tokens, with the claims of Entra's.</summary>
internal sealed class AccessTokens(EmulatorInstance instance, TimeProvider time)
{
    private readonly TokenSigner _signer = new(instance, time, "access");

    public AccessToken Issue(Caller caller, string audience, TimeSpan lifetime)
    {
        DateTimeOffset expires = time.GetUtcNow() + lifetime;
        JsonObject claims = new()
        {
            ["aud"] = audience,
            ["oid"] = caller.ObjectId,
            ["sub"] = caller.ObjectId,
            ["appid"] = caller.ClientId,
            ["appidacr"] = "2",
            ["tid"] = EmulatorInstance.TenantId,
            ["idtyp"] = "app",
            ["ver"] = "1.0",
            ["emulator_kind"] = caller.Kind.ToString(),
            ["emulator_name"] = caller.Name,
        };
        if (caller.Project is { } project) claims["emulator_project"] = project;
        return new AccessToken(_signer.Issue(claims, expires), expires);
    }

    /// <returns>Null when the token is not one of ours, or was changed.</returns>
    public ReadToken? Read(string token)
    {
        if (_signer.ReadAnyAge(token) is not { } claims) return null;
        Caller caller = new(Enum.Parse<CallerKind>((string)claims["emulator_kind"]!), (string)claims["emulator_name"]!, (string)claims["oid"]!, (string)claims["appid"]!)
        {
            Project = (string?)claims["emulator_project"],
        };
        DateTimeOffset ends = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!);
        return new ReadToken(caller, (string)claims["aud"]!, ends > time.GetUtcNow() ? null : ends);
    }
}
