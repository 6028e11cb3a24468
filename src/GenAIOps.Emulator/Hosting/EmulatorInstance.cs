namespace GenAIOps.Emulator.Hosting;

/// <summary>This running emulator: where it listens, what its clients must show, where its state lives.</summary>
internal sealed record EmulatorInstance
{
    public const string SubscriptionId = "00000000-0000-0000-0000-000000000001";
    public const string TenantId = "00000000-0000-0000-0000-0000000000aa";
    public const string Location = "local";

    /// <summary>The state folder, an absolute path.</summary>
    public required string State { get; init; }
    public required int Port { get; init; }
    /// <summary>The bearer token of the management plane; also accepted on data planes.</summary>
    public required string Token { get; init; }
    /// <summary>PEM of the authority that vouches for the server's certificates, for workloads and for clients that take a CA file.</summary>
    public required string CertificatePath { get; init; }
    /// <summary>SHA-256 of that authority's DER form, upper-case hex.</summary>
    public required string CertificateSha256 { get; init; }

    /// <summary><c>https://127.0.0.1:N</c>, without a slash at its end.</summary>
    public string Endpoint => $"https://127.0.0.1:{Port}";
    /// <summary>The registry's host as it stands in image references: <c>127.0.0.1:N</c>.</summary>
    public string LoginServer => $"127.0.0.1:{Port}";
}
