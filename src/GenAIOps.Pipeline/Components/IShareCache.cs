using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Pipeline.Caching;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common;
using Nuke.Common.Caching;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline;

/// <summary>Lets <c>--cache oci://registry/repository</c> share what targets made, between CI and laptops.</summary>
public interface IShareCache : IShipAgents, IOpenCacheStores
{
    private const string Scheme = "oci://";

    [Parameter("Whether the shared cache is only read. Default: on pull requests")]
    bool CacheReadOnly => TryGetValue<bool?>(() => CacheReadOnly) ?? PullRequests.IsBuiltBy(Host);

    ICacheStore? IOpenCacheStores.OpenCacheStore(string address)
    {
        if (!address.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var parts = address[Scheme.Length..].Split('/', 2);
        if (parts is not [{ Length: > 0 } registry, { Length: > 0 } repository])
            throw new ExitCodeException(ExitCodes.BadInput, $"--cache is '{address}'. Name a registry and a repository: oci://myregistry.azurecr.io/build-cache");
        var context = BuildContext.Of(this);
        return new OciCacheStore(address, async cancellationToken => new RegistryClient(await context.Clouds.OpenAsync(context.Model.Pushing, cancellationToken), registry, repository), CacheReadOnly);
    }
}
