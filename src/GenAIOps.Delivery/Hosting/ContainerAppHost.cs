using GenAIOps.Azure.ContainerApps;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Hosting;

/// <summary>Azure Container Apps as a host of releases.</summary>
/// <param name="client">The resource group's apps.</param>
/// <param name="app">The app's name.</param>
/// <param name="environmentId">The managed environment.</param>
/// <param name="template">Makes the template of a revision from its name's suffix.</param>
public sealed class ContainerAppHost(ContainerAppsClient client, string app, string environmentId, Func<string, RevisionTemplate> template) : IReleaseHost
{
    private const string PreviousTag = "genaiops-previous";

    public async Task<Observed> ObserveAsync(CancellationToken cancellationToken)
    {
        if (await client.GetAsync(app, cancellationToken) is not { } found)
        {
            return Observed.Nothing;
        }

        var revisions = await client.GetRevisionsAsync(app, cancellationToken);
        return new Observed(
            [.. revisions.Select(Observe)],
            [.. found.Traffic],
            found.Fqdn,
            found.Tags.GetValueOrDefault(PreviousTag));
    }

    public Task CreateAsync(Desired desired, IReadOnlyList<TrafficWeight> traffic, string? previous, CancellationToken cancellationToken)
    {
        var tags = new Dictionary<string, string> { ["managed-by"] = "GenAIOps" };
        if (previous is not null)
        {
            tags[PreviousTag] = previous;
        }

        return client.CreateOrUpdateAsync(app, environmentId, template(desired.Revision[(app.Length + 2)..]), traffic, tags, cancellationToken);
    }

    public Task SetTrafficAsync(IReadOnlyList<TrafficWeight> traffic, CancellationToken cancellationToken) => client.SetTrafficAsync(app, traffic, cancellationToken);

    public Task ActivateAsync(string revision, CancellationToken cancellationToken) => client.ActivateAsync(app, revision, cancellationToken);

    public Task DeactivateAsync(string revision, CancellationToken cancellationToken) => client.DeactivateAsync(app, revision, cancellationToken);

    /// <summary>"Provisioned" alone is not ready: at a quota a revision stays without replicas (azure-container-apps issue 649).</summary>
    private static ObservedRevision Observe(Revision revision) => new(
        revision.Name,
        revision.Image.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? revision.Image[(at + 1)..] : "",
        revision.Active,
        revision is { Active: true, ProvisioningState: "Provisioned", HealthState: "Healthy", Replicas: > 0 },
        revision.ProvisioningState == "Failed" || revision.RunningState == "Failed",
        revision.Fqdn,
        revision.CreatedTime);
}
