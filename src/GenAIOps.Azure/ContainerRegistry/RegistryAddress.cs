namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Where a registry is. https everywhere; http only where it is asked for, and only on this machine.</summary>
/// <param name="Root">Ends with a slash.</param>
/// <param name="LoginServer">As it stands in references: a host, with its port where one was given.</param>
internal sealed record RegistryAddress(Uri Root, string LoginServer)
{
    private const string Http = "http://";
    private const string Https = "https://";

    public bool IsLoopback => IsOnThisMachine(Root);

    /// <exception cref="AzureCloudException">The text is no host, or asks for http to another machine.</exception>
    public static RegistryAddress Parse(string loginServer)
    {
        ArgumentNullException.ThrowIfNull(loginServer);
        var scheme = loginServer.StartsWith(Http, StringComparison.OrdinalIgnoreCase) ? Http : Https;
        var host = loginServer.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? loginServer[scheme.Length..] : loginServer;
        host = host.TrimEnd('/');

        // A password that was written before an @ must not be repeated in a message.
        if (host.AsSpan().IndexOfAny("@/?# ") >= 0 || host.EndsWith(':') || !Uri.TryCreate($"{scheme}{host}/", UriKind.Absolute, out var root))
        {
            var shown = host.Contains('@', StringComparison.Ordinal) ? "the text with an @" : $"'{loginServer}'";
            throw new AzureCloudException($"Registry: {shown} is no host. Nothing was sent. Name a host, and its port where that is not 443: myregistry.azurecr.io");
        }

        return scheme == Https || IsOnThisMachine(root)
            ? new RegistryAddress(root, host)
            : throw new AzureCloudException($"Registry '{loginServer}': http is for registries on this machine only, as images and passwords would travel in the clear. Nothing was sent. Leave http:// out.");
    }

    public bool IsSameServer(Uri other) => other.Scheme == Root.Scheme && other.Port == Root.Port && other.Host.Equals(Root.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether something may be sent to another server on the registry's word: https, or this machine where the registry is on it without TLS.</summary>
    public bool MayLeadTo(Uri other) => other.Scheme == Uri.UriSchemeHttps || (other.Scheme == Uri.UriSchemeHttp && Root.Scheme == Uri.UriSchemeHttp && IsOnThisMachine(other));

    private static bool IsOnThisMachine(Uri address) => address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
