using System.Text.Json.Nodes;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Infrastructure;

/// <summary>Changes some properties of a resource and leaves all others as they are.</summary>
internal static class ResourceWrites
{
    /// <summary>Types whose PATCH takes any property, as a JSON merge patch.</summary>
    private static readonly HashSet<string> s_patched = new(
    [
        AgentResources.AccountType, AgentResources.ProjectType, RegistryPlace.Type, AgentResources.WorkspaceType, AgentResources.StorageType, AgentResources.ContainerEnvironmentType, AgentResources.VaultType, AgentApps.Type,
        "Microsoft.ManagedIdentity/userAssignedIdentities", "Microsoft.Storage/storageAccounts/blobServices/containers",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>What an answer has and a request has not.</summary>
    private static readonly string[] s_answered = ["id", "name", "type", "etag", "systemData"];

    /// <param name="arm">Writes.</param>
    /// <param name="resource">What is written.</param>
    /// <param name="before">As it was read.</param>
    /// <param name="patch">The changes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<JsonObject> ChangeAsync(ArmResources arm, AgentResource resource, JsonObject before, JsonObject patch, CancellationToken cancellationToken)
    {
        if (!s_patched.Contains(resource.Type)) return await arm.CreateOrUpdateAsync(resource.Id, resource.ApiVersion, Whole(before, patch), cancellationToken);
        var changes = patch.DeepClone().AsObject();
        // All tags: most services replace them by those of a PATCH.
        if (changes["tags"] is JsonObject ours) changes["tags"] = Merged(before["tags"] as JsonObject ?? [], ours);
        if (resource.Type == AgentApps.Type && changes["properties"]?["configuration"]?["secrets"] is JsonArray secrets)
            changes["properties"]!["configuration"]!["secrets"] = WithValues(secrets, await arm.InvokeAsync($"{resource.Id}/listSecrets", resource.ApiVersion, cancellationToken));
        return await arm.PatchAsync(resource.Id, resource.ApiVersion, changes, cancellationToken);
    }

    /// <summary>All secrets of an app, as a change wants them: a look has no values, and Azure drops what is not sent and refuses what has none.</summary>
    /// <param name="wanted">As the look has them, with ours, which are references.</param>
    /// <param name="listed">What <c>listSecrets</c> answers.</param>
    internal static JsonArray WithValues(JsonArray wanted, JsonObject listed)
    {
        var ours = wanted.OfType<JsonObject>().Where(secret => secret["keyVaultUrl"] is not null).ToDictionary(secret => (string)secret["name"]!, StringComparer.OrdinalIgnoreCase);
        JsonArray all = [.. (listed["value"] as JsonArray ?? []).OfType<JsonObject>().Select(secret => ours.Remove((string)secret["name"]!, out var our) ? our.DeepClone() : AsSent(secret))];
        foreach (var secret in ours.Values) all.Add(secret.DeepClone());
        return all;
    }

    /// <summary>Of a reference the list may have the value too, which a change must not.</summary>
    private static JsonObject AsSent(JsonObject secret)
    {
        var sent = secret.DeepClone().AsObject();
        string[] unsent = secret["keyVaultUrl"] is null ? ["keyVaultUrl", "identity"] : ["value"];
        foreach (var name in unsent) sent.Remove(name);
        return sent;
    }

    /// <summary>Where a type has no such PATCH: the resource as it is, with the changes.</summary>
    internal static JsonObject Whole(JsonObject before, JsonObject patch)
    {
        var whole = before.DeepClone().AsObject();
        foreach (var name in s_answered) whole.Remove(name);
        (whole["properties"] as JsonObject)?.Remove("provisioningState");
        return Merged(whole, patch);
    }

    internal static JsonObject Merged(JsonObject target, JsonObject patch)
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
