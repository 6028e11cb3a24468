using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>What somebody made of an app that a release could only keep by not working, or only mend by undoing it.</summary>
internal static class ReleaseObstacles
{
    private const string OwnerTag = ContainerAppsClient.OwnerTag, Owner = ContainerAppsClient.Owner;

    /// <summary>What apps of earlier versions have.</summary>
    private const string FormerOwnerTag = "managed-by";

    /// <summary>Where the model says who is let in, and the app lets in others.</summary>
    public const string Authentication = "its authentication (authConfigs/current) is not what Build.cs says: run ./build.sh Provision, which sets it.";

    /// <exception cref="InvalidDataException">There are some: all of them, each with its cure.</exception>
    public static void Refuse(string app, IEnumerable<string> obstacles)
    {
        if (obstacles.ToList() is { Count: > 0 } all)
            throw new InvalidDataException($"Container app '{app}' cannot be released as it is, and a release does not undo what others set. Nothing was changed. {string.Join(" ", all)}");
    }

    /// <summary>Against any change of its traffic.</summary>
    public static IEnumerable<string> ToTraffic(JsonObject app)
    {
        var tags = ContainerAppsJson.ReadTags(app);
        if (tags.GetValueOrDefault(OwnerTag) != Owner && tags.GetValueOrDefault(FormerOwnerTag) != Owner)
            yield return $"It was not made by GenAIOps: tag '{OwnerTag}' is {(tags.TryGetValue(OwnerTag, out var other) ? $"'{other}'" : "missing")}. If it shall be released to, say so: az tag update --operation Merge --tags {OwnerTag}={Owner} --resource-id {app.Text("id")}.";
        var configuration = app.At("properties", "configuration");
        if (!"Multiple".Equals(configuration.Text("activeRevisionsMode"), StringComparison.OrdinalIgnoreCase))
            yield return $"activeRevisionsMode is '{configuration.Text("activeRevisionsMode") ?? "Single"}', and two revisions side by side need 'Multiple': az containerapp revision set-mode --mode multiple.";
        if (configuration.At("ingress") is not JsonObject)
            yield return "ingress is disabled, so that no revision can be probed or get traffic: az containerapp ingress enable.";
    }

    /// <summary>Against a new revision.</summary>
    public static IEnumerable<string> ToRevision(string name, JsonObject app, RevisionChange change) =>
        [.. ToTraffic(app), .. OfPlace(app, change.EnvironmentId), .. OfContainer(name, app, change.Template), .. OfPull(app, change.Template), .. OfSecrets(app, change.Template)];

    private static IEnumerable<string> OfPlace(JsonObject app, string environmentId)
    {
        var present = app.Text("properties", "managedEnvironmentId") ?? app.Text("properties", "environmentId");
        if (!environmentId.Equals(present, StringComparison.OrdinalIgnoreCase))
            yield return $"managedEnvironmentId is '{present}', not '{environmentId}', and an app cannot move: name that environment in Build.cs, or delete the app.";
    }

    private static IEnumerable<string> OfContainer(string name, JsonObject app, RevisionTemplate template)
    {
        var present = app.At("properties", "template");
        if (RevisionPatch.Container(name, present) is null)
            yield return $"no container of template.containers is named '{name}' ({string.Join(", ", present.Items("containers").Select(container => container.Text("name")))}), so that it cannot be told which one runs the agent: name it so.";
        var port = app.At("properties", "configuration", "ingress").Int("targetPort");
        if (template.TargetPort is { } named && port != 0 && port != named)
            yield return $"ingress.targetPort is {port} for all revisions, and this image listens on {named}: az containerapp ingress update --target-port {named}.";
        var scale = present.At("scale");
        var (least, most) = (template.MinReplicas ?? scale.Int("minReplicas"), template.MaxReplicas ?? (scale.At("maxReplicas") is null ? 10 : scale.Int("maxReplicas")));
        if (least > most)
            yield return $"scale would be {least} to {most} replicas, of which one is named here and the other was set by others: name both.";
    }

    private static IEnumerable<string> OfSecrets(JsonObject app, RevisionTemplate template)
    {
        foreach (var (variable, name) in template.SecretVariables)
        {
            var present = app.Items("properties", "configuration", "secrets").FirstOrDefault(secret => name.Equals(secret.Text("name"), StringComparison.OrdinalIgnoreCase));
            if (present is null)
                yield return $"it has no secret '{name}', from which {variable} gets its value: run ./build.sh Provision, which adds it.";
            else if (template.Secrets.TryGetValue(name, out var address) && !address.ToString().Equals(present.Text("keyVaultUrl"), StringComparison.OrdinalIgnoreCase))
                yield return $"its secret '{name}', from which {variable} gets its value, {(present.Text("keyVaultUrl") is { } other ? $"refers to {other}" : "is no reference to Key Vault")}, and Build.cs says {address}: run ./build.sh Provision, which changes it.";
        }
    }

    private static IEnumerable<string> OfPull(JsonObject app, RevisionTemplate template)
    {
        if (template.IdentityId is not { } identity)
            yield break;
        var assigned = (app.At("identity", "userAssignedIdentities") as JsonObject ?? []).Select(pair => pair.Key);
        if (!assigned.Contains(identity, StringComparer.OrdinalIgnoreCase))
            yield return $"identity '{identity}', which the agent signs in with, is not assigned any more: az containerapp identity assign --user-assigned {identity}.";
        if (!app.Items("properties", "configuration", "registries").Any(registry => template.Registry.Equals(registry.Text("server"), StringComparison.OrdinalIgnoreCase)))
            yield return $"registries has no entry for '{template.Registry}', so that the image could not be pulled: az containerapp registry set --server {template.Registry} --identity {identity}.";
    }
}
