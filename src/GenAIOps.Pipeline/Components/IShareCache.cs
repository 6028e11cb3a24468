using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Pipeline.Caching;
using Nuke.Common;
using Nuke.Common.Caching;
using Nuke.Common.CI.AzurePipelines;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline;

/// <summary>Lets <c>--cache oci://registry/repository</c> share what targets made, between CI and laptops.</summary>
public interface IShareCache : IShipAgents, IOpenCacheStores
{
    private const string Scheme = "oci://";

    [Parameter("Whether the shared cache is only read. Default: on pull requests")]
    bool CacheReadOnly => TryGetValue<bool?>(() => CacheReadOnly) ?? Host is GitHubActions { IsPullRequest: true } or AzurePipelines { PullRequestId: not null };

    ICacheStore? IOpenCacheStores.OpenCacheStore(string address)
    {
        if (!address.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var parts = address[Scheme.Length..].Split('/', 2);
        if (parts is not [{ Length: > 0 } registry, { Length: > 0 } repository])
            throw new ExitCodeException(ExitCodes.BadInput, $"--cache is '{address}'. Name a registry and a repository: oci://myregistry.azurecr.io/build-cache");
        var session = Session.Of(this);
        return new OciCacheStore(address, async cancellationToken => new RegistryClient(await session.CloudAsync(cancellationToken), registry, repository), CacheReadOnly);
    }
}
