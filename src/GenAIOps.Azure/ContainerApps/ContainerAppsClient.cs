using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>Container apps of one resource group, in multiple-revisions mode.</summary>
/// <remarks>Changes wait until Azure has ended them. Refusals are <see cref="RequestFailedException"/>, an unusable cloud is <see cref="AzureCloudException"/>.</remarks>
public class ContainerAppsClient
{
    /// <summary>The tag and its value that say whose an app is: one without it is not written to.</summary>
    public const string OwnerTag = "genaiops-managed-by", Owner = "GenAIOps";

    private const string ApiVersion = "2025-07-01";
    private static readonly TimeSpan OperationDeadline = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BusyDeadline = TimeSpan.FromMinutes(5), LongestPause = TimeSpan.FromSeconds(15);

    private readonly ArmPipeline _arm;
    private readonly ArmPipeline _writes;
    private readonly TimeProvider _time;
    private readonly string _group;
    private readonly ConcurrentDictionary<string, string> _locations = new(StringComparer.OrdinalIgnoreCase);

    public ContainerAppsClient(AzureCloud cloud, string subscriptionId, string resourceGroup)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        _arm = new ArmPipeline(cloud, OperationDeadline);
        // A change that waited for another one is decided anew, not sent again.
        _writes = new ArmPipeline(cloud, OperationDeadline, busyDeadline: TimeSpan.Zero);
        _time = cloud.Time;
        _group = $"/subscriptions/{Segment(subscriptionId)}/resourceGroups/{Segment(resourceGroup)}/providers/Microsoft.App/containerApps/";
    }

    /// <summary>The app, or null if there is none, or one that a release was ended over before it answered anybody.</summary>
    public virtual async Task<ContainerApp?> GetAsync(string app, CancellationToken ct) =>
        await PresentAsync(app, ct) is { } found ? ContainerAppsJson.ReadApp(found) : null;

    /// <summary>Makes a revision and sets the traffic in the same request; makes the app with the first one.</summary>
    /// <remarks>
    /// Of an app that exists, the template, the traffic and our tags change and nothing else does: domains, certificates, IP and CORS rules, secrets,
    /// identities, scale, variables and containers of others, and every member that is not known here stay as they are.
    /// </remarks>
    /// <param name="app">The app's name.</param>
    /// <param name="change">What to make.</param>
    /// <param name="ct">Stops waiting; Azure goes on with what it has accepted.</param>
    /// <exception cref="ArgumentException">The template or the traffic is not valid; lists every problem.</exception>
    /// <exception cref="InvalidDataException">Somebody set what a release can neither keep nor undo; nothing was changed.</exception>
    /// <exception cref="RequestFailedException">Refused; with status 412: somebody has changed the app since it was seen.</exception>
    /// <exception cref="InvalidOperationException">Azure answered "succeeded" but the newest revision is not the one asked for: the suffix was used before.</exception>
    public virtual async Task<RevisionCreated> CreateRevisionAsync(string app, RevisionChange change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check(app, [.. change.Template.Problems(app), .. TrafficProblems(change.Traffic)]);
        var location = change.Seen is null ? await LocationAsync(change.EnvironmentId, ct) : null;
        IReadOnlyList<string> kept = [];
        var unset = change is { Seen: not null, Template.Authentication: { } wanted } && !AppConfiguration.IsSet(await _arm.GetAsync(AuthenticationOf(app), ApiVersion, ct), wanted);
        JsonObject Compose(JsonObject? present)
        {
            if (present is null)
                return ContainerAppsJson.New(app, location!, change);
            ReleaseObstacles.Refuse(app, [.. ReleaseObstacles.ToRevision(app, present, change), .. unset ? [ReleaseObstacles.Authentication] : Array.Empty<string>()]);
            kept = [.. RevisionPatch.Kept(app, present, change.Template)];
            return RevisionPatch.Write(app, present, change);
        }

        var changed = change is { Seen: null, Template.Authentication: not null }
            ? await MakeBehindAuthenticationAsync(app, change, Compose, ct)
            : await ChangeAsync(app, change.Seen, Compose, ct);
        await VerifyAsync(changed, change.Template, ct);
        return new RevisionCreated(changed, kept);
    }

    /// <summary>Sets every share and label at once; labels that are not given are lost. Nothing else of the app changes.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="traffic">The whole array.</param>
    /// <param name="seen"><see cref="ContainerApp.Version"/> of the app that the shares were decided on.</param>
    /// <param name="ct">Stops waiting; Azure goes on with what it has accepted.</param>
    /// <exception cref="ArgumentException">The shares do not add up to 100, or are wrong otherwise.</exception>
    /// <exception cref="InvalidDataException">The app is not ours, or cannot share its traffic.</exception>
    /// <exception cref="RequestFailedException">Refused; with status 412: somebody has changed the app since it was seen.</exception>
    public virtual async Task<ContainerApp> SetTrafficAsync(string app, IReadOnlyList<TrafficWeight> traffic, string seen, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(seen);
        Check(app, [.. TrafficProblems(traffic)]);
        return await ChangeAsync(app, seen, present =>
        {
            ReleaseObstacles.Refuse(app, ReleaseObstacles.ToTraffic(present!));
            return RevisionPatch.Traffic(traffic);
        }, ct);
    }

    /// <summary>All revisions, active or not, oldest first.</summary>
    public virtual async Task<IReadOnlyList<Revision>> GetRevisionsAsync(string app, CancellationToken ct)
    {
        var revisions = new List<Revision>();
        await foreach (var revision in _arm.GetPagesAsync(Id(app) + "/revisions", ApiVersion, ct))
            revisions.Add(ContainerAppsJson.ReadRevision(app, revision));
        return [.. revisions.OrderBy(revision => revision.CreatedTime).ThenBy(revision => revision.Name, StringComparer.Ordinal)];
    }

    public virtual Task ActivateAsync(string app, string revision, CancellationToken ct) =>
        _arm.PostAsync($"{Id(app)}/revisions/{Segment(revision)}/activate", ApiVersion, ct);

    /// <summary>Lets requests in flight end, then stops the revision's replicas; it stays and can be activated again.</summary>
    public virtual Task DeactivateAsync(string app, string revision, CancellationToken ct) =>
        _arm.PostAsync($"{Id(app)}/revisions/{Segment(revision)}/deactivate", ApiVersion, ct);

    /// <summary>The app lets nobody in until its authentication is set, also where its first revision does not come up.</summary>
    private async Task<ContainerApp> MakeBehindAuthenticationAsync(string app, RevisionChange change, Func<JsonObject?, JsonObject> compose, CancellationToken ct)
    {
        RequestFailedException? failed = null;
        ContainerApp? made = null;
        await DoAsync(async () => made = await ChangeAsync(app, null, compose, ct));
        await DoAsync(() => _arm.ChangeAsync(RequestMethod.Put, AuthenticationOf(app), ApiVersion, AppConfiguration.Authentication(change.Template.Authentication!), ct));
        JsonObject open = new() { ["ingress"] = new JsonObject { ["ipSecurityRestrictions"] = ContainerAppsJson.Restrictions(change.Template) } };
        await DoAsync(async () => made = ContainerAppsJson.ReadApp(await _arm.ChangeAsync(RequestMethod.Patch, Id(app), ApiVersion, new JsonObject { ["properties"] = new JsonObject { ["configuration"] = open } }, ct)));
        return failed is null ? made! : throw failed;

        // Accepted, and what runs does not come up: that is told once the rest is set.
        async Task DoAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (RequestFailedException accepted) when (accepted.Status == 0)
            {
                failed ??= accepted;
            }
        }
    }

    private async Task<JsonObject?> PresentAsync(string app, CancellationToken ct) =>
        await _arm.GetAsync(Id(app), ApiVersion, ct) is { } found && !AppConfiguration.IsClosed(found) ? found : null;

    /// <summary>Reads, compares with what was seen, and writes. Container apps have no ETag, so that the comparison is ours; it is repeated after each wait for another change.</summary>
    private async Task<ContainerApp> ChangeAsync(string app, string? seen, Func<JsonObject?, JsonObject> compose, CancellationToken ct)
    {
        var deadline = _time.GetUtcNow() + BusyDeadline;
        for (var pause = TimeSpan.FromMilliseconds(500); ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            var present = await PresentAsync(app, ct);
            if ((present is null ? null : ContainerAppsJson.VersionOf(present)) != seen)
                throw new RequestFailedException(412, $"Container app '{app}' was {(present is null ? "deleted" : seen is null ? "made" : "changed")} by somebody else meanwhile, so that this change was not sent. Run this again; it starts from the present state.", "PreconditionFailed", null);
            try
            {
                return ContainerAppsJson.ReadApp(await _writes.ChangeAsync(present is null ? RequestMethod.Put : RequestMethod.Patch, Id(app), ApiVersion, compose(present), ct));
            }
            catch (RequestFailedException busy) when (RestPipeline.IsBusy(busy) && _time.GetUtcNow() + pause <= deadline)
            {
                await Task.Delay(pause, _time, ct);
            }
        }
    }

    // https://github.com/microsoft/azure-container-apps/issues/650
    private async Task VerifyAsync(ContainerApp app, RevisionTemplate template, CancellationToken ct)
    {
        var wanted = $"{app.Name}--{template.Suffix}";
        var revision = await _arm.GetAsync($"{Id(app.Name)}/revisions/{Segment(wanted)}", ApiVersion, ct) is { } found
            ? ContainerAppsJson.ReadRevision(app.Name, found)
            : null;
        if (app.LatestRevisionName == wanted && revision?.Image == template.Image)
            return;
        var present = revision is null ? "does not exist" : $"runs '{revision.Image}'";
        throw new InvalidOperationException(
            $"Container app '{app.Name}': Azure reported success, but revision '{wanted}' {present} and the latest revision is '{app.LatestRevisionName ?? "none"}', instead of '{wanted}' with '{template.Image}'. This happens when suffix '{template.Suffix}' was used before. Traffic follows what was asked. Choose a suffix that was never used and run this again.");
    }

    private async Task<string> LocationAsync(string environmentId, CancellationToken ct)
    {
        if (_locations.TryGetValue(environmentId, out var known))
            return known;
        var environment = await _arm.GetAsync(environmentId, ApiVersion, ct)
            ?? throw new RequestFailedException(404, $"Managed environment '{environmentId}' does not exist, so no app can be put in it. Nothing was changed. Run Provision first.", "ResourceNotFound", null);
        var location = environment.Text("location")
            ?? throw new RequestFailedException(200, $"Managed environment '{environmentId}' has no location. Nothing was changed. Look at it in the portal or run Provision again.");
        return _locations.GetOrAdd(environmentId, location);
    }

    private static void Check(string app, string[] problems)
    {
        if (problems.Length > 0)
            throw new ArgumentException($"Container app '{app}' was not changed. {string.Join(" ", problems)}");
    }

    private static IEnumerable<string> TrafficProblems(IReadOnlyList<TrafficWeight> traffic)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        var sum = traffic.Sum(share => share.Weight);
        if (sum != 100)
            yield return $"Traffic: the weights add up to {sum}, and must add up to 100.";
        foreach (var share in traffic)
        {
            if (share.Weight is < 0 or > 100)
                yield return $"Traffic: weight {share.Weight} of '{share.RevisionName ?? "latest"}' must be 0 to 100.";
            if (share.LatestRevision == share.RevisionName is not null)
                yield return $"Traffic: a share names either a revision or the latest one; this has '{share.RevisionName ?? "neither"}'.";
        }
        foreach (var label in traffic.Where(share => share.Label is not null).GroupBy(share => share.Label).Where(label => label.Count() > 1))
            yield return $"Traffic: label '{label.Key}' is given {label.Count()} times, and may be given once.";
        foreach (var revision in traffic.Where(share => share.RevisionName is not null).GroupBy(share => (share.RevisionName, share.Label)).Where(revision => revision.Count() > 1))
            yield return $"Traffic: revision '{revision.Key.RevisionName}' is listed {revision.Count()} times; list it once.";
    }

    private string AuthenticationOf(string app) => Id(app) + "/authConfigs/current";

    private string Id(string app) => _group + Segment(app);

    private static string Segment(string name) => Uri.EscapeDataString(name);
}
