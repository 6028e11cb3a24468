using System.Text.Json.Nodes;
using Azure.Core;

namespace GenAIOps.Azure.Arm;

/// <summary>Any resource of Resource Manager, as JSON: for what has no client of its own here.</summary>
/// <param name="cloud">Where, and as whom.</param>
public sealed class ArmResources(AzureCloud cloud)
{
    private readonly ArmPipeline _arm = new(cloud, TimeSpan.FromMinutes(30));

    /// <summary>The resource, or null if there is none.</summary>
    /// <param name="id">Beginning with a slash.</param>
    /// <param name="apiVersion">Of the resource's type.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<JsonObject?> GetAsync(string id, string apiVersion, CancellationToken cancellationToken) => _arm.GetAsync(id, apiVersion, cancellationToken);

    /// <summary>Creates or replaces it, and waits until Azure is done.</summary>
    /// <returns>The resource with the properties that Azure added.</returns>
    public Task<JsonObject> CreateOrUpdateAsync(string id, string apiVersion, JsonObject body, CancellationToken cancellationToken) =>
        _arm.ChangeAsync(RequestMethod.Put, id, apiVersion, body, cancellationToken);

    /// <summary>Whether there was one to delete.</summary>
    public Task<bool> DeleteAsync(string id, string apiVersion, CancellationToken cancellationToken) => _arm.DeleteAsync(id, apiVersion, cancellationToken);

    /// <summary>Every item of a listing, page by page.</summary>
    public IAsyncEnumerable<JsonObject> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) => _arm.GetPagesAsync(path, apiVersion, cancellationToken);
}
