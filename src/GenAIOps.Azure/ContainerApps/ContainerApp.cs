namespace GenAIOps.Azure.ContainerApps;

/// <summary>A revision's share of the traffic.</summary>
/// <param name="RevisionName">Null only with <paramref name="LatestRevision"/>.</param>
/// <param name="Weight">Whole percent, 0 to 100; all shares of an app add up to 100.</param>
/// <param name="Label">Gives the revision an address of its own, <c>{app}---{label}.{domain}</c>; unique in the app.</param>
/// <param name="LatestRevision">The share follows whichever revision is made last: not for blue/green.</param>
public sealed record TrafficWeight(string? RevisionName, int Weight, string? Label = null, bool LatestRevision = false);

/// <param name="Name">The app's name, without its resource group.</param>
/// <param name="Fqdn">The host (with the port, in the emulator) of the ingress; null without ingress.</param>
/// <param name="ProvisioningState">As Azure says: Succeeded, InProgress, Failed, Canceled, Deleting, or a newer word.</param>
/// <param name="LatestRevisionName">The revision made last, ready or not.</param>
/// <param name="LatestReadyRevisionName">The newest revision that was ever ready.</param>
/// <param name="ActiveRevisionsMode">Single or Multiple.</param>
/// <param name="Traffic">The shares as they are set, which may name a revision that is not active any more.</param>
/// <param name="EnvironmentId">The managed environment that the app lives in.</param>
/// <param name="Tags">The tags of the resource.</param>
/// <param name="Version">Differs whenever somebody has changed the app: container apps have no ETag (api-version 2025-07-01).</param>
public sealed record ContainerApp(
    string Name,
    string? Fqdn,
    string ProvisioningState,
    string? LatestRevisionName,
    string? LatestReadyRevisionName,
    string ActiveRevisionsMode,
    IReadOnlyList<TrafficWeight> Traffic,
    string? EnvironmentId,
    IReadOnlyDictionary<string, string> Tags,
    string Version);

/// <param name="Name"><c>{app}--{suffix}</c>.</param>
/// <param name="Active">Whether it may run and take traffic.</param>
/// <param name="Image">The image of the app's own container (of its name, else the first), as it was asked for.</param>
/// <param name="ProvisioningState">Provisioning, Provisioned, Failed, Deprovisioning, Deprovisioned, or a newer word.</param>
/// <param name="HealthState">Healthy, Unhealthy, None, or a newer word.</param>
/// <param name="RunningState">Running, Processing, Stopped, Degraded, Failed, Unknown, or a newer word.</param>
/// <param name="Replicas">How many there are now; "Provisioned" with none is possible at a quota.</param>
/// <param name="TrafficWeight">Whole percent.</param>
/// <param name="Fqdn">The host of this revision alone.</param>
/// <param name="CreatedTime">When it was made.</param>
/// <param name="Error">Why it could not be provisioned or does not run, in Azure's words; null without a word.</param>
public sealed record Revision(
    string Name,
    bool Active,
    string Image,
    string ProvisioningState,
    string HealthState,
    string RunningState,
    int Replicas,
    int TrafficWeight,
    string? Fqdn,
    DateTimeOffset CreatedTime,
    string? Error = null)
{
    /// <summary>Variables of the app's own container whose values are not secret.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
