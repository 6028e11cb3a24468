using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;
using GenAIOps.Azure.ContainerApps;

namespace GenAIOps.Infrastructure;

/// <summary>
/// Makes an environment what its description says, after it has shown what that would change. The only writer of infrastructure. Level-triggered: running it again
/// goes on where it stopped, and changes nothing otherwise.
/// </summary>
/// <param name="cloud">Where, and as whom.</param>
/// <param name="environment">What.</param>
/// <param name="allowed">Resources whose security may be lowered: by name, by type and name, or by id.</param>
/// <param name="makesSubscriptions">Whether subscriptions that are not there are made: on the emulator.</param>
public sealed class Provisioner(AzureCloud cloud, AgentEnvironment environment, IReadOnlyCollection<string> allowed, bool makesSubscriptions = false)
{
    /// <summary>On a group while its first provisioning is under way: killed in between, the next run may go on without asking.</summary>
    private const string UnderWay = "genaiops-provisioning";

    private const string First = "first";

    private const string GroupVersion = "2025-04-01";

    private readonly ArmResources _arm = makesSubscriptions ? new EmulatedSubscriptions(cloud) : new ArmResources(cloud);
    private readonly AgentEnvironment _environment = environment.Checked();

    /// <summary>Reads everything and compares. Writes nothing.</summary>
    /// <exception cref="MissingResourcesException">A resource that the description says exists does not, or is of another type.</exception>
    /// <exception cref="RequestFailedException">Azure refuses to show something.</exception>
    public async Task<EnvironmentDifference> CompareAsync(CancellationToken cancellationToken)
    {
        var resources = AgentResources.Of(_environment);
        var groups = await GroupsAsync(resources, cancellationToken);
        var found = await ResourceReads.ReadAsync(_arm, resources, cancellationToken);
        RefuseWhatIsGone(resources, found);
        PresentValues present = new(_environment, resources) { MayPend = true, Authority = cloud.Authority };
        foreach (var (key, state) in found) present.Add(key, state);
        List<ResourceDifference> differences = [];
        foreach (var resource in resources.Where(resource => !resource.Exists && !IsLeft(resource, present)))
        {
            var (wanted, there) = (resource.Body(present), found.GetValueOrDefault(resource.Key));
            RefuseWhatIsForeign(resource, wanted, there);
            if (there is null && await AssignedAsync(resource, wanted, cancellationToken) is { } name)
            {
                differences.Add(new ResourceDifference(resource.Id, DifferenceKind.None, [], [$"the same role, assigned as {name},"], []));
                continue;
            }

            differences.Add(Compare(resource, wanted, there).Difference);
        }

        return new EnvironmentDifference(_environment.Name, [.. groups.Where(group => group.State is null).Select(group => group.Id)], differences, await IsFirstAsync(groups, cancellationToken))
        {
            Subscriptions = (_arm as EmulatedSubscriptions)?.Absent ?? [],
        };
    }

    /// <summary>Writes what differs, and nothing else.</summary>
    /// <param name="shown">What was shown, and agreed to.</param>
    /// <param name="progress">Told each resource before it is written.</param>
    /// <param name="cancellationToken">Stops after the resource under way; run again to go on.</param>
    /// <returns>Ids of what was written.</returns>
    /// <exception cref="RequestFailedException">Azure refused a resource; the ones before it are there.</exception>
    /// <exception cref="InvalidOperationException">A resource is not any more as it was when the difference was shown; the ones before it are written.</exception>
    public async Task<IReadOnlyList<string>> ApplyAsync(EnvironmentDifference shown, Action<string> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (!shown.HasChanges) return [];
        var resources = AgentResources.Of(_environment);
        foreach (var subscription in shown.Subscriptions) await ((EmulatedSubscriptions)_arm).MakeAsync(subscription, cancellationToken);
        var made = await MakeGroupsAsync(shown, cancellationToken);
        PresentValues present = new(_environment, resources) { Authority = cloud.Authority };
        foreach (var (key, state) in await ResourceReads.ReadAsync(_arm, resources.Where(resource => resource.OfApp == resource.Key), cancellationToken)) present.Add(key, state);
        List<string> written = [];
        foreach (var resource in resources)
        {
            var before = await _arm.GetAsync(resource.Id, resource.ApiVersion, cancellationToken);
            if (before is not null) present.Add(resource.Key, before);
            if (resource.Exists || IsLeft(resource, present)) continue;
            var agreed = shown.Resources.FirstOrDefault(difference => difference.Id.Equals(resource.Id, StringComparison.OrdinalIgnoreCase));
            if (agreed is { Kind: DifferenceKind.None } or null && (before is not null || resource.Type == AgentResource.RoleAssignment && agreed is not null)) continue;
            var body = resource.Body(present);
            var (difference, patch) = Compare(resource, body, before);
            if (difference.Kind == DifferenceKind.None) continue;
            RefuseWhatMoved(agreed, difference);
            progress(difference.Name);
            var state = await WriteAsync(resource, difference.Kind, body, before, patch);
            present.Add(resource.Key, state ?? body);
            if (state is not null) written.Add(resource.Id);
        }

        foreach (var group in made) await FinishGroupAsync(group, cancellationToken);
        return written;

        async Task<JsonObject?> WriteAsync(AgentResource resource, DifferenceKind kind, JsonObject body, JsonObject? before, JsonObject patch) => kind switch
        {
            DifferenceKind.Create => await CreateAsync(resource, body, cancellationToken),
            DifferenceKind.Replace => await ReplaceAsync(resource, body, cancellationToken),
            _ => await ResourceWrites.ChangeAsync(_arm, resource, before!, patch, cancellationToken),
        };
    }

    /// <summary>What this cloud cannot be given, each with the reason; empty in Azure.</summary>
    public async Task<IReadOnlyList<string>> OmittedAsync(CancellationToken cancellationToken)
    {
        var resources = AgentResources.Of(_environment);
        PresentValues present = new(_environment, resources) { MayPend = true };
        foreach (var (key, state) in await ResourceReads.ReadAsync(_arm, resources.Where(one => resources.Any(other => other.OmittedWithout?.Key == one.Key)), cancellationToken)) present.Add(key, state);
        return [.. resources.Where(resource => IsOmitted(resource, present)).Select(resource => $"{resource.Key}: '{present.Id(resource.OmittedWithout!.Value.Key)}' has no '{resource.OmittedWithout.Value.Path}'.")];
    }

    private (ResourceDifference Difference, JsonObject Patch) Compare(AgentResource resource, JsonObject wanted, JsonObject? present)
    {
        if (present is null) return (new ResourceDifference(resource.Id, DifferenceKind.Create, [], [], []), []);
        var comparison = ResourceComparison.Of(wanted, present, resource.Rules, IsAllowed(resource));
        var failed = (string?)present["properties"]?["provisioningState"] is "Failed" or "Canceled";
        var kind = comparison.Changes.Count == 0 && !failed ? DifferenceKind.None
            : resource.Type == AgentResource.RoleAssignment ? DifferenceKind.Replace
            : DifferenceKind.Change;
        IReadOnlyList<PropertyDifference> changes = failed ? [.. comparison.Changes, new("properties.provisioningState", "\"Failed\"", "\"Succeeded\"")] : comparison.Changes;
        return (new ResourceDifference(resource.Id, kind, changes, comparison.Kept, comparison.Lowered), comparison.Patch);
    }

    /// <summary>The name of an assignment that gives the same principal the same role there: by hand, or for another environment on the same registry. Azure has one only.</summary>
    private async Task<string?> AssignedAsync(AgentResource resource, JsonObject wanted, CancellationToken cancellationToken)
    {
        if (resource.Type != AgentResource.RoleAssignment || (string?)wanted["properties"]?["principalId"] is not { } principal || principal.StartsWith(ResourceComparison.Pending, StringComparison.Ordinal)) return null;
        var scope = resource.Id[..resource.Id.IndexOf($"/providers/{AgentResource.RoleAssignment}/", StringComparison.Ordinal)];
        try
        {
            await foreach (var assignment in _arm.ListAsync($"{scope}/providers/{AgentResource.RoleAssignment}", resource.ApiVersion, cancellationToken))
            {
                // The answer has those of the scopes above and below, too.
                if (assignment["properties"] is JsonObject properties
                    && scope.Equals((string?)properties["scope"], StringComparison.OrdinalIgnoreCase)
                    && ResourceComparison.Of(wanted, assignment, resource.Rules, allowsLowering: true).Changes.Count == 0)
                    return (string?)assignment["name"];
            }
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // The scope is yet to be made.
        }

        return null;
    }

    private bool IsAllowed(AgentResource resource)
    {
        var id = ArmId.TryParse(resource.Id);
        return allowed.Any(name => name.Equals(resource.Id, StringComparison.OrdinalIgnoreCase) || name.Equals(id?.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(ResourceDifference.NameOf(resource.Id), StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsLeft(AgentResource resource, PresentValues present) => IsOmitted(resource, present) || resource.OfApp is { } app && (present.State(app) is not { } state || AppConfiguration.IsClosed(state));

    // Left out only where the other resource is there and lacks the value.
    private static bool IsOmitted(AgentResource resource, PresentValues present) =>
        resource.OmittedWithout is { } needed && present.State(needed.Key) is not null && present.Find(needed.Key, needed.Path) is null;

    /// <summary>A resource of ours is told by its tag; children and roles, which have none, go with what they belong to.</summary>
    private static void RefuseWhatIsForeign(AgentResource resource, JsonObject wanted, JsonObject? present)
    {
        if (present is null || wanted["tags"] is not JsonObject || (present["tags"] as JsonObject)?[AgentResources.ManagedBy] is not null) return;
        throw new ArgumentException($"'{resource.Id}' is there, and was not made by this pipeline: it has no tag '{AgentResources.ManagedBy}'. Nothing was changed. Name it under Existing in build/Build.cs to use it as it is, tag it {AgentResources.ManagedBy}=GenAIOps to hand it over, or choose another resource group.");
    }

    private void RefuseWhatIsGone(IReadOnlyList<AgentResource> resources, IReadOnlyDictionary<string, JsonObject> found)
    {
        List<string> wrong = [];
        foreach (var resource in resources.Where(resource => resource.Exists))
        {
            if (!found.TryGetValue(resource.Key, out var state)) wrong.Add($"the {EnvironmentReader.Word(resource)} {resource.Id}, which Build.cs says exists");
            else if ((string?)state["type"] is { } type && !type.Equals(resource.Type, StringComparison.OrdinalIgnoreCase)) wrong.Add($"the {EnvironmentReader.Word(resource)} {resource.Id}, which is a {type}");
        }

        if (wrong.Count > 0) throw new MissingResourcesException(_environment.Name, wrong, []) { IsBrought = true };
    }

    private static void RefuseWhatMoved(ResourceDifference? agreed, ResourceDifference now)
    {
        if (agreed is null || agreed.Kind == now.Kind && (now.Kind != DifferenceKind.Change || now.Changes.All(change => agreed.Changes.Any(shown => shown.Path == change.Path && shown.Old == change.Old)))) return;
        throw new InvalidOperationException($"'{now.Id}' is not any more as it was when the difference was shown. It was not changed; what was written before it stays. Run ./build.sh Provision again and read the new difference.");
    }

    /// <returns>Null where nothing was written: somebody assigned the same role by hand, under a name of his own.</returns>
    private async Task<JsonObject?> CreateAsync(AgentResource resource, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            return await _arm.CreateOrUpdateAsync(resource.Id, resource.ApiVersion, body, cancellationToken);
        }
        catch (RequestFailedException exists) when (resource.Type == AgentResource.RoleAssignment && exists.ErrorCode == "RoleAssignmentExists")
        {
            return null;
        }
    }

    /// <summary>An assignment cannot be given to another principal, which is what an identity made anew is.</summary>
    private async Task<JsonObject?> ReplaceAsync(AgentResource resource, JsonObject body, CancellationToken cancellationToken)
    {
        await _arm.DeleteAsync(resource.Id, resource.ApiVersion, cancellationToken);
        return await CreateAsync(resource, body, cancellationToken);
    }

    private async Task<IReadOnlyList<(string Id, JsonObject? State)>> GroupsAsync(IReadOnlyList<AgentResource> resources, CancellationToken cancellationToken)
    {
        List<(string, JsonObject?)> groups = [];
        foreach (var id in resources.Where(resource => !resource.Exists && resource.Extends is null && resource.Type != AgentResource.RoleAssignment).Select(resource => ArmId.Parse(resource.Id)).Select(id => $"/subscriptions/{id.Subscription}/resourceGroups/{id.Group}").Distinct(StringComparer.OrdinalIgnoreCase))
            groups.Add((id, await _arm.GetAsync(id, GroupVersion, cancellationToken)));
        return groups;
    }

    /// <summary>Whether nothing of anybody is in the environment's own group, or only what an unfinished first run of ours made.</summary>
    private async Task<bool> IsFirstAsync(IReadOnlyList<(string Id, JsonObject? State)> groups, CancellationToken cancellationToken)
    {
        var own = groups.FirstOrDefault(group => group.Id.EndsWith($"/resourceGroups/{_environment.ResourceGroup}", StringComparison.OrdinalIgnoreCase));
        if (own.State is null || Tag(own.State) == First) return true;
        await foreach (var _ in _arm.ListAsync($"{own.Id}/resources", GroupVersion, cancellationToken)) return false;
        return true;
    }

    private static string? Tag(JsonObject group) => (string?)(group["tags"] as JsonObject)?[UnderWay];

    private async Task<List<string>> MakeGroupsAsync(EnvironmentDifference shown, CancellationToken cancellationToken)
    {
        var open = new List<string>();
        foreach (var (id, state) in await GroupsAsync(AgentResources.Of(_environment), cancellationToken))
        {
            var isOwn = id.EndsWith($"/resourceGroups/{_environment.ResourceGroup}", StringComparison.OrdinalIgnoreCase);
            if (state is null && shown.Groups.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                var location = isOwn ? _environment.Location : _environment.Registry.Location;
                var tags = new Dictionary<string, string> { ["environment"] = isOwn ? _environment.Name : "shared", [AgentResources.ManagedBy] = "GenAIOps", ["workload"] = _environment.Workload, [UnderWay] = First };
                var parts = id.Split('/');
                await _arm.EnsureGroupAsync(parts[2], parts[4], location, tags, cancellationToken);
            }

            if (state is null || Tag(state) == First) open.Add(id);
        }

        return open;
    }

    private async Task FinishGroupAsync(string id, CancellationToken cancellationToken)
    {
        if (await _arm.GetAsync(id, GroupVersion, cancellationToken) is not { } group) return;
        // All tags: a group's PATCH replaces them.
        var tags = (group["tags"] as JsonObject)?.DeepClone().AsObject() ?? [];
        tags[UnderWay] = "done";
        await _arm.PatchAsync(id, GroupVersion, new JsonObject { ["tags"] = tags }, cancellationToken);
    }
}
