using System.Text.Json.Nodes;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>Changes some properties of a resource and leaves all others as they are.</summary>
internal static class ResourceWrites
{
    /// <summary>Types whose PATCH takes any property, as a JSON merge patch.</summary>
    private static readonly HashSet<string> s_patched = new(
    [
        AgentResources.AccountType, AgentResources.ProjectType, RegistryPlace.Type, AgentResources.WorkspaceType, AgentResources.StorageType, AgentResources.ContainerEnvironmentType, AgentResources.VaultType,
        "Microsoft.ManagedIdentity/userAssignedIdentities", "Microsoft.Storage/storageAccounts/blobServices/containers",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>What an answer has and a request has not.</summary>
    private static readonly string[] s_answered = ["id", "name", "type", "etag", "systemData"];

    /// <param name="arm">Writes.</param>
    /// <param name="resource">What is written.</param>
    /// <param name="before">As it was read.</param>
    /// <param name="patch">The changes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static Task<JsonObject> ChangeAsync(ArmResources arm, AgentResource resource, JsonObject before, JsonObject patch, CancellationToken cancellationToken)
    {
        if (!s_patched.Contains(resource.Type)) return arm.CreateOrUpdateAsync(resource.Id, resource.ApiVersion, Whole(before, patch), cancellationToken);
        var changes = patch.DeepClone().AsObject();
        // All tags: most services replace them by those of a PATCH.
        if (changes["tags"] is JsonObject ours) changes["tags"] = Merged(before["tags"] as JsonObject ?? [], ours);
        return arm.PatchAsync(resource.Id, resource.ApiVersion, changes, cancellationToken);
    }

    /// <summary>Where a type has no such PATCH: the resource as it is, with the changes.</summary>
    internal static JsonObject Whole(JsonObject before, JsonObject patch)
    {
        var whole = before.DeepClone().AsObject();
        foreach (var name in s_answered) whole.Remove(name);
        (whole["properties"] as JsonObject)?.Remove("provisioningState");
        return Merged(whole, patch);
    }

    private static JsonObject Merged(JsonObject target, JsonObject patch)
    {
        var merged = target.DeepClone().AsObject();
        Merge(merged, patch);
        return merged;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject part && target[name] is JsonObject inner) Merge(inner, part);
            else target[name] = value?.DeepClone();
        }
    }
}
