using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What became of a release, as a signed statement beside the image.</summary>
internal static class ReleaseStatements
{
    /// <summary>Attaches it. The release has ended: what fails here does not change how, and is told.</summary>
    public static async Task AttachAsync(EvidenceReader reader, EvidenceWriter writer, ReleaseReport report, ReleasePredicate? statement, CancellationToken cancellationToken)
    {
        if (statement is null) return;
        try
        {
            // A run that finds its agent live says so only where no other run did.
            if (report.Outcome == ReleaseOutcome.Unchanged && IsStated(statement, await reader.ReadAsync(statement.Agent.ImageDigest, cancellationToken))) return;
            await writer.AttachAsync(statement.Agent, statement, cancellationToken);
        }
        catch (Exception e) when (e is AzureCloudException or InvalidDataException or HttpRequestException)
        {
            Log.Warning("The release has ended, and no statement of it was attached to the image: {Error}. Run the same command again to attach it", e.Message);
        }
    }

    /// <summary>Lets a tag name what is live, for those who may not look at the app. A tag may be moved by anybody: what counts is the signed statement of what it names.</summary>
    public static async Task MarkLiveAsync(RegistryClient registry, ReleasePredicate? statement, CancellationToken cancellationToken)
    {
        if (statement is not { Outcome: ReleaseResult.Released }) return;
        try
        {
            if (await registry.GetManifestAsync(TagOf(statement.Environment), cancellationToken) is { } marked && marked.Digest == statement.Agent.ImageDigest) return;
            if (await registry.GetManifestAsync(statement.Agent.ImageDigest, cancellationToken) is { } manifest) await registry.PutManifestAsync(TagOf(statement.Environment), manifest.MediaType, manifest.Content, cancellationToken);
        }
        catch (Exception e) when (e is AzureCloudException or InvalidDataException or HttpRequestException)
        {
            Log.Warning("The release has ended, and the registry does not say yet what is live: {Error}. Run the same command again", e.Message);
        }
    }

    /// <returns>What the registry has as live in an environment: the last signed release there of the image that the tag names; null where there is none.</returns>
    public static async Task<(ObservedRevision Revision, EvidenceSet Evidence)?> LiveAsync(RegistryClient registry, EvidenceReader reader, string environment, CancellationToken cancellationToken)
    {
        if (await registry.GetManifestAsync(TagOf(environment), cancellationToken) is not { } manifest) return null;
        var digest = manifest.Digest;
        var known = await reader.ReadAsync(digest, cancellationToken);
        return known.All<ReleasePredicate>().LastOrDefault(said => said.Environment == environment) is { Outcome: ReleaseResult.Released } last
            ? (new ObservedRevision(last.Revision, digest, Active: true, Ready: true, Failed: false, Host: null, last.At) { Configuration = last.Agent.ConfigurationSha256 }, known)
            : null;
    }

    private static string TagOf(string environment) => $"live-{environment}";

    /// <returns>Null where nothing became of it: the gate refused, or somebody stopped it.</returns>
    public static ReleasePredicate? Of(ReleaseReport report, AgentVersion agent, string environment, AgentReference? from, string by)
    {
        ReleaseResult? outcome = report.Outcome switch
        {
            ReleaseOutcome.Released or ReleaseOutcome.Unchanged => ReleaseResult.Released,
            ReleaseOutcome.RolledBack => ReleaseResult.RolledBack,
            ReleaseOutcome.Failed => ReleaseResult.Failed,
            _ => null,
        };
        return outcome is { } ended ? new ReleasePredicate(agent, environment, report.ToRevision, report.Outcome == ReleaseOutcome.Unchanged ? null : from, ended, by, report.FinishedAt) : null;
    }

    /// <summary>Whether the last that is said of this revision is the same.</summary>
    internal static bool IsStated(ReleasePredicate statement, EvidenceSet known) =>
        known.All<ReleasePredicate>().LastOrDefault(said => said.Environment == statement.Environment && said.Revision == statement.Revision) is { } last
        && last.Agent == statement.Agent && last.Outcome == statement.Outcome;
}
