namespace GenAIOps.Emulator.Identity;

internal enum CallerKind
{
    /// <summary>Holds the token of <c>instance.json</c>: Owner at the root scope, and on every data plane.</summary>
    Owner,
    /// <summary>Signed in at the token endpoint, as a build's identity does.</summary>
    Application,
    /// <summary>The managed identity of something that runs here.</summary>
    Workload,
    /// <summary>A service of this emulator that calls another; may do what the owner may.</summary>
    Service,
}

/// <summary>Who sends a request.</summary>
/// <param name="Name">As the request log shows it: <c>owner</c>, a client id, <c>workload:</c> or <c>service:</c> and a name.</param>
/// <param name="ObjectId">The principal that role assignments name; empty for the owner and for services.</param>
/// <param name="ClientId"><c>appid</c> of its token; empty for the owner and for services.</param>
internal sealed record Caller(CallerKind Kind, string Name, string ObjectId, string ClientId)
{
    public static readonly Caller Owner = new(CallerKind.Owner, "owner", "", "");

    /// <summary>For a hosted agent: the ARM id of its project, whose models it may use without a role, as on Foundry.</summary>
    public string? Project { get; init; }

    /// <summary>Whether role assignments do not bound it.</summary>
    public bool IsUnbounded => Kind is CallerKind.Owner or CallerKind.Service;

    public static Caller Service(string name) => new(CallerKind.Service, $"service:{name}", "", "");

    public static Caller? Of(HttpContext http) => http.Features.Get<Caller>();
}
