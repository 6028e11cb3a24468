using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Hosting;

/// <summary>Azure Container Apps as a host of releases.</summary>
/// <param name="client">The resource group's apps.</param>
/// <param name="app">The app's name.</param>
/// <param name="environmentId">The managed environment.</param>
/// <param name="template">Makes the template of a revision from its name's suffix; null: revisions are looked at and moved, and none is made.</param>
/// <param name="releaseSet">Names what is released together with it, for a rollback; null: it is released alone.</param>
public sealed class ContainerAppHost(ContainerAppsClient client, string app, string environmentId, Func<string, RevisionTemplate>? template = null, string? releaseSet = null) : IReleaseHost
{
    /// <summary>Names the configuration in the revision itself, where it can be read with the app.</summary>
    public const string ConfigurationVariable = "GENAIOPS_CONFIGURATION";

    private const string PreviousTag = "genaiops-previous", SetTag = "genaiops-release-set";

    public async Task<Observed> ObserveAsync(CancellationToken cancellationToken)
    {
        if (await client.GetAsync(app, cancellationToken) is not { } found)
        {
            return Observed.Nothing;
        }

        var revisions = await client.GetRevisionsAsync(app, cancellationToken);
        return new Observed(
            [.. revisions.Select(Observe)],
            [.. found.Traffic.Select(share => new TrafficShare(share.LatestRevision ? null : share.RevisionName, share.Weight, share.Label))],
            found.Fqdn,
            found.Tags.GetValueOrDefault(PreviousTag),
            found.Version)
        {
            ReleaseSet = found.Tags.GetValueOrDefault(SetTag),
        };
    }

    public async Task<IReadOnlyList<string>> CreateAsync(Desired desired, IReadOnlyList<TrafficShare> traffic, Observed seen, CancellationToken cancellationToken)
    {
        var change = new RevisionChange
        {
            EnvironmentId = environmentId,
            Template = template?.Invoke(desired.Revision[(app.Length + 2)..])
                ?? throw new InvalidDataException($"Revision {desired.Revision} is not there any more, and only its name is known. Nothing was changed. Release its image again."),
            Traffic = Weights(traffic),
            Tags = Tags(seen.Live?.Name, releaseSet),
            Seen = seen.Version,
        };
        try
        {
            return (await FreshAsync(() => client.CreateRevisionAsync(app, change, cancellationToken))).Kept;
        }
        catch (RequestFailedException failed) when (failed.Status == 0)
        {
            // Accepted, made, and not brought up: the revision itself says why.
            if (await ExistsAsync(desired.Revision, cancellationToken))
            {
                return [];
            }

            throw;
        }
    }

    public Task SetTrafficAsync(IReadOnlyList<TrafficShare> traffic, Observed seen, CancellationToken cancellationToken) =>
        FreshAsync(() => client.SetTrafficAsync(app, Weights(traffic), seen.Version!, cancellationToken));

    public Task ActivateAsync(string revision, CancellationToken cancellationToken) => client.ActivateAsync(app, revision, cancellationToken);

    public async Task DeactivateAsync(string revision, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeactivateAsync(app, revision, cancellationToken);
        }
        catch (RequestFailedException refused) when (refused.Status == 400)
        {
            throw new RevisionInUseException(refused.Message, refused);
        }
    }

    private static TrafficWeight[] Weights(IReadOnlyList<TrafficShare> traffic) =>
        [.. traffic.Select(share => new TrafficWeight(share.Revision, share.Percent, share.Label, share.Revision is null))];

    private static Dictionary<string, string> Tags(string? previous, string? releaseSet)
    {
        var tags = new Dictionary<string, string> { [ContainerAppsClient.OwnerTag] = ContainerAppsClient.Owner };
        if (previous is not null)
        {
            tags[PreviousTag] = previous;
        }

        if (releaseSet is not null)
        {
            tags[SetTag] = releaseSet;
        }

        return tags;
    }

    private static async Task<T> FreshAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (RequestFailedException stale) when (stale.Status == 412)
        {
            throw new StaleObservationException(stale.Message, stale);
        }
    }

    private async Task<bool> ExistsAsync(string revision, CancellationToken cancellationToken) =>
        (await client.GetRevisionsAsync(app, cancellationToken)).Any(known => known.Name == revision);

    /// <summary>"Provisioned" alone is not ready: at a quota a revision stays without replicas (azure-container-apps issue 649).</summary>
    private static ObservedRevision Observe(Revision revision) => new(
        revision.Name,
        revision.Image.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? revision.Image[(at + 1)..] : "",
        revision.Active,
        revision is { Active: true, ProvisioningState: "Provisioned", HealthState: "Healthy", Replicas: > 0 },
        revision is { Active: true, ProvisioningState: "Failed" },
        revision.Fqdn,
        revision.CreatedTime)
    {
        Configuration = revision.Environment.GetValueOrDefault(ConfigurationVariable),
        Fault = revision is { Active: true, ProvisioningState: "Failed" } or { Active: true, RunningState: "Failed" } ? revision.Error ?? "the host has given up on it, and does not say why" : null,
    };
}
