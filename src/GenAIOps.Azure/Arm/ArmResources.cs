using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Arm;

/// <summary>Any resource of any type, as the JSON that Azure documents for it.</summary>
/// <remarks>Not over <c>ArmClient</c>'s generic resources: 1.7.0 sends a <c>location</c> for types that have none, drops members it does not know and polls once a second.</remarks>
public class ArmResources
{
    private const string GroupVersion = "2025-04-01";

    private readonly ArmPipeline _arm;

    public ArmResources(AzureCloud cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        _arm = new ArmPipeline(cloud, TimeSpan.FromMinutes(30));
    }

    /// <summary>The resource, or null if it, its parent or its group does not exist.</summary>
    public virtual Task<JsonObject?> GetAsync(string resourceId, string apiVersion, CancellationToken cancellationToken) =>
        _arm.GetAsync(Checked(resourceId), apiVersion, cancellationToken);

    /// <summary>Every page of a listing, such as <c>…/containerApps</c>.</summary>
    public virtual IAsyncEnumerable<JsonObject> ListAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        _arm.GetPagesAsync(Checked(path), apiVersion, cancellationToken);

    /// <summary>Makes or replaces the resource, waits until that has ended, and returns it with what Azure added.</summary>
    /// <exception cref="RequestFailedException">Refused, or accepted and failed.</exception>
    /// <exception cref="TimeoutException">Not ended after 30 minutes.</exception>
    public virtual Task<JsonObject> CreateOrUpdateAsync(string resourceId, string apiVersion, JsonObject body, CancellationToken cancellationToken) =>
        _arm.ChangeAsync(RequestMethod.Put, Checked(resourceId), apiVersion, body, cancellationToken);

    /// <summary>Changes what a JSON merge patch (RFC 7396) names, waits until that has ended, and returns the resource as it is then.</summary>
    /// <exception cref="RequestFailedException">Refused, or accepted and failed.</exception>
    /// <exception cref="TimeoutException">Not ended after 30 minutes.</exception>
    public virtual Task<JsonObject> PatchAsync(string resourceId, string apiVersion, JsonObject patch, CancellationToken cancellationToken) =>
        _arm.ChangeAsync(RequestMethod.Patch, Checked(resourceId), apiVersion, patch, cancellationToken);

    /// <summary>An action that answers at once, such as <c>…/listSecrets</c>.</summary>
    /// <exception cref="RequestFailedException">Refused.</exception>
    public virtual Task<JsonObject> InvokeAsync(string path, string apiVersion, CancellationToken cancellationToken) =>
        _arm.InvokeAsync(Checked(path), apiVersion, cancellationToken);

    /// <summary>False if there was nothing to delete.</summary>
    public virtual Task<bool> DeleteAsync(string resourceId, string apiVersion, CancellationToken cancellationToken) =>
        _arm.DeleteAsync(Checked(resourceId), apiVersion, cancellationToken);

    /// <summary>Makes the resource group if there is none; an existing one is left as it is.</summary>
    public virtual async Task<JsonObject> EnsureGroupAsync(
        string subscriptionId, string name, string location, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var id = $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{Uri.EscapeDataString(name)}";
        if (await _arm.GetAsync(id, GroupVersion, cancellationToken) is { } existing)
            return existing;
        var body = new JsonObject
        {
            ["location"] = location,
            ["tags"] = new JsonObject(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))),
        };
        return await _arm.ChangeAsync(RequestMethod.Put, id, GroupVersion, body, cancellationToken);
    }

    private static string Checked(string resourceId) =>
        resourceId.StartsWith('/') && !resourceId.Contains("//", StringComparison.Ordinal) && !resourceId.Contains("/../", StringComparison.Ordinal) && resourceId.IndexOfAny(['?', '#']) < 0
            ? resourceId
            : throw new ArgumentException($"Resource id '{resourceId}' must start with '/' and have neither empty segments, '..', '?' nor '#'. Nothing was sent.");
}
