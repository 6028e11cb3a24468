namespace GenAIOps.Infrastructure;

/// <summary>Microsoft Entra in front of an agent's app: a request without a valid token of the tenant, for one of the audiences, is refused with 401.</summary>
/// <param name="ClientId">A GUID: the application that stands for the agents. Its manifest wants <c>requestedAccessTokenVersion</c> 2.</param>
public sealed record EntraAuthentication(string ClientId)
{
    /// <summary>A GUID. Null: that of the environment's subscription.</summary>
    public string? TenantId { get; init; }

    /// <summary>What tokens are for; the client id always is one. The pipeline and agents that hand off ask for tokens of the first. Empty: <c>api://&lt;ClientId&gt;</c>.</summary>
    public IReadOnlyList<string> AllowedAudiences { get; init; } = [];

    public IReadOnlyList<string> Audiences => AllowedAudiences.Count > 0 ? AllowedAudiences : [$"api://{ClientId}"];

    /// <summary>What callers ask tokens for.</summary>
    public string Scope => $"{Audiences[0]}/.default";

    /// <param name="authority">Where the cloud's tokens are from, such as https://login.microsoftonline.com/.</param>
    /// <param name="tenant">That of the subscription.</param>
    public string Issuer(Uri authority, string tenant) => new Uri(authority, $"{TenantId ?? tenant}/v2.0").ToString();

    /// <summary>Everything that is wrong with it, in words.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Guid.TryParse(ClientId, out _)) yield return $"Ingress.Authentication.ClientId: '{ClientId}' must be a GUID.";
        if (TenantId is not null && !Guid.TryParse(TenantId, out _)) yield return $"Ingress.Authentication.TenantId: '{TenantId}' must be a GUID.";
        foreach (var audience in AllowedAudiences.Where(audience => !Guid.TryParse(audience, out _) && !Uri.TryCreate(audience, UriKind.Absolute, out _)))
            yield return $"Ingress.Authentication.AllowedAudiences: '{audience}' must be an application's id or its URI, such as api://{ClientId}.";
    }
}
