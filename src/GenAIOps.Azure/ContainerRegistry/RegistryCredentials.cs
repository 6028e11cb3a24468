using System.Net.Http.Headers;
using System.Text;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Where the user and password for a registry come from that is not signed in to with the cloud's own credential.</summary>
public abstract class RegistryCredentials
{
    private RegistryCredentials()
    {
    }

    /// <summary>Nobody: what the registry shows to everyone.</summary>
    public static RegistryCredentials Anonymous { get; } = new Fixed(null);

    /// <summary>One user, for a registry that asks for Basic or gives a token for a password.</summary>
    public static RegistryCredentials Password(string user, string password) => new Fixed(new RegistrySecret(user, password, null));

    /// <summary>A token that the registry's token service exchanges for access tokens, as <c>docker login</c> keeps it.</summary>
    public static RegistryCredentials IdentityToken(string token) => new Fixed(new RegistrySecret("", "", token));

    /// <summary>What <c>docker login</c> left: <c>auths</c>, <c>credHelpers</c> and <c>credsStore</c> of a <c>config.json</c>.</summary>
    /// <param name="path">Null: <c>config.json</c> in <c>$DOCKER_CONFIG</c>, else in <c>~/.docker</c>.</param>
    public static RegistryCredentials DockerConfig(string? path = null) => new File(new DockerConfigFile(path ?? DockerConfigFile.DefaultPath()));

    /// <returns>Null if nobody is signed in to the registry.</returns>
    internal abstract Task<RegistrySecret?> FindAsync(string loginServer, CancellationToken cancellationToken);

    private sealed class Fixed(RegistrySecret? secret) : RegistryCredentials
    {
        internal override Task<RegistrySecret?> FindAsync(string loginServer, CancellationToken cancellationToken) => Task.FromResult(secret);
    }

    private sealed class File(DockerConfigFile file) : RegistryCredentials
    {
        internal override Task<RegistrySecret?> FindAsync(string loginServer, CancellationToken cancellationToken) => file.FindAsync(loginServer, cancellationToken);
    }
}

/// <param name="User">Empty with an identity token.</param>
/// <param name="Password">Empty with an identity token.</param>
/// <param name="IdentityToken">Null with a password.</param>
internal sealed record RegistrySecret(string User, string Password, string? IdentityToken)
{
    public AuthenticationHeaderValue Basic => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")));

    // A record prints its members; these are secrets.
    public override string ToString() => "credentials";
}
