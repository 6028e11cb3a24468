using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using Microsoft.Extensions.Primitives;

namespace GenAIOps.Emulator.Arm;

/// <param name="Status">200, 201, 202 or 204.</param>
/// <param name="Resource">The body of the answer; null for none.</param>
/// <param name="Asynchronous">The answer says where to poll.</param>
internal sealed record WriteAnswer(int Status, JsonObject? Resource = null, bool Asynchronous = false);

/// <summary>PUT, PATCH and DELETE of any resource.</summary>
internal sealed class ArmWrites(ResourceStore store, Providers providers, WriteLocks locks, ArmOperations operations, ResourceIdentity identities, TimeProvider time)
{
    private static readonly string[] ReadOnlyKeys = ["id", "name", "type", "etag", "systemData"];

    /// <param name="body">The whole resource for PUT, a merge patch for PATCH.</param>
    public async Task<WriteAnswer> PutAsync(ResourceId id, JsonObject body, bool patch, IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        CheckPlace(id);
        using IDisposable held = await locks.EnterAsync(id.Value, cancellationToken);
        JsonObject? existing = store.Get(id.Value);
        Check(headers, store.GetETag(id.Value));
        if (patch && existing is null) throw NotFound(id);

        ResourceWrite write = new(id, Compose(id, body, existing, patch), existing);
        identities.Assign(id, write.Resource);
        Provisioning provisioning = await Prepare(write, cancellationToken);
        if (!id.Is(ResourceId.ResourceGroupType)) CheckPlace(id);
        write.Properties["provisioningState"] = provisioning.Continue is null ? "Succeeded" : "InProgress";
        store.Put((string)write.Resource["id"]!, write.Resource);
        if (provisioning.Continue is { } work) operations.Start(id.Value, work);
        int status = patch ? (provisioning.Asynchronous ? 202 : 200) : existing is null || provisioning.Continue is not null ? provisioning.CreatedStatus : 200;
        return new WriteAnswer(status, store.Get(id.Value) ?? write.Resource, provisioning.Asynchronous);
    }

    public async Task<WriteAnswer> DeleteAsync(ResourceId id, IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        Check(headers, store.GetETag(id.Value));
        if (store.Get(id.Value) is null) return id.Is(ResourceId.ResourceGroupType) ? throw NotFound(id) : new WriteAnswer(204);
        if (id.Is(ResourceId.ResourceGroupType)) store.Update(id.Value, group => group["properties"]!["provisioningState"] = "Deleting");
        // The deepest first, so that no child is ever without its parent.
        IEnumerable<string> all = store.List(id.Value).Select(resource => (string)resource["id"]!)
            .OrderByDescending(each => each.Count(c => c == '/')).ThenBy(ResourceId.KeyOf, StringComparer.Ordinal);
        try
        {
            foreach (string each in all.ToList()) await operations.WaitAsync(each, cancellationToken);
            foreach (string each in all.ToList()) await DeleteOneAsync(ResourceId.Parse(each), cancellationToken);
            return new WriteAnswer(200);
        }
        catch when (id.Is(ResourceId.ResourceGroupType))
        {
            // Something in the group refused: the group stays, and must be usable.
            store.Update(id.Value, group => group["properties"]!["provisioningState"] = "Succeeded");
            throw;
        }
    }

    /// <summary>Whether the resource's group and parents exist; its subscription does, or the request had not come here.</summary>
    public void CheckPlace(ResourceId id)
    {
        if (id.Is(ResourceId.ResourceGroupType) || id.Is(ResourceId.SubscriptionType)) return;
        if (id.ResourceGroup is { } group)
        {
            JsonObject saved = store.Get(group.Value) ?? throw ArmErrors.ResourceGroupNotFound(group.Name);
            if ((string?)saved["properties"]?["provisioningState"] is "Deleting") throw ArmErrors.GroupBeingDeleted(group.Name);
        }
        bool parentIsResource = id.Parent is { } parent && !parent.Is(ResourceId.ResourceGroupType) && !parent.Is(ResourceId.SubscriptionType);
        if (parentIsResource && store.GetETag(id.Parent!.Value) is null) throw ArmErrors.ParentNotFound(id);
    }

    public static AzureErrorException NotFound(ResourceId id) =>
        id.Is(ResourceId.ResourceGroupType) ? ArmErrors.ResourceGroupNotFound(id.Name) : ArmErrors.ResourceNotFound(id);

    private async Task DeleteOneAsync(ResourceId id, CancellationToken cancellationToken)
    {
        using IDisposable held = await locks.EnterAsync(id.Value, cancellationToken);
        if (store.Get(id.Value) is not { } resource) return;
        if (providers.Find(id.Type) is { } provider) await provider.OnDeleteAsync(id, resource, cancellationToken);
        store.Delete(id.Value);
    }

    private async Task<Provisioning> Prepare(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (write.Id.Is(ResourceId.ResourceGroupType) && (string?)write.Resource["location"] is null or "")
            throw AzureErrorException.BadRequest("LocationRequired", "The location property is required for this definition.");
        return providers.Find(write.Id.Type) is { } provider ? await provider.OnPutAsync(write, cancellationToken) : Provisioning.Done;
    }

    private JsonObject Compose(ResourceId id, JsonObject body, JsonObject? existing, bool patch)
    {
        JsonObject given = body.DeepClone().AsObject();
        foreach (string key in given.Select(pair => pair.Key).Where(key => key.StartsWith('$') || ReadOnlyKeys.Contains(key)).ToList()) given.Remove(key);
        if (given["properties"] is not (null or JsonObject)) throw AzureErrorException.BadRequest("InvalidRequestContent", "The request content was invalid: 'properties' is not an object.");
        if (given["tags"] is not (null or JsonObject)) throw AzureErrorException.BadRequest("InvalidRequestContent", "The request content was invalid: 'tags' is not an object.");
        string now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        JsonObject resource = new()
        {
            ["id"] = existing?["id"]?.DeepClone() ?? id.Value,
            ["name"] = existing?["name"]?.DeepClone() ?? id.Name,
            ["type"] = existing?["type"]?.DeepClone() ?? id.Type,
            ["systemData"] = new JsonObject
            {
                ["createdAt"] = existing?["systemData"]?["createdAt"]?.DeepClone() ?? now,
                ["createdByType"] = "Application",
                ["lastModifiedAt"] = now,
                ["lastModifiedByType"] = "Application",
            },
        };
        JsonObject content = patch ? MergePatch.Apply(existing, given)!.AsObject() : given;
        IEnumerable<KeyValuePair<string, JsonNode?>> own = existing?.Where(pair => pair.Key.StartsWith('$')) ?? [];
        foreach ((string key, JsonNode? value) in own.Concat(content))
        {
            if (!resource.ContainsKey(key)) resource[key] = value?.DeepClone();
        }
        return resource;
    }

    private static void Check(IHeaderDictionary headers, string? etag)
    {
        if (headers.IfMatch is { Count: > 0 } match && (etag is null || !Names(match, etag))) throw ArmErrors.PreconditionFailed("If-Match", match.ToString(), etag);
        if (headers.IfNoneMatch is { Count: > 0 } none && etag is not null && Names(none, etag)) throw ArmErrors.PreconditionFailed("If-None-Match", none.ToString(), etag);
    }

    public static bool Names(StringValues header, string etag) =>
        header.SelectMany(value => (value ?? "").Split(',')).Select(value => value.Trim()).Any(value => value == "*" || value == etag || $"\"{value}\"" == etag);
}
