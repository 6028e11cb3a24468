using GenAIOps.Azure.Foundry;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>The agent as Agent Service hosts it: a version for each image, made once, and answering before it is routed to.</summary>
internal static class AgentVersions
{
    private const string DigestKey = "image-digest";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <returns>The newest version of the image; null where there is none that works.</returns>
    public static async Task<string?> FindAsync(Session session, string environment, string digest, CancellationToken cancellationToken)
    {
        var client = new AgentsClient(await session.CloudAsync(cancellationToken), (await session.EnvironmentAsync(environment, cancellationToken)).ProjectEndpoint);
        var versions = await client.GetVersionsAsync(session.Agent.Name, cancellationToken);
        return versions.FirstOrDefault(version => version.Status != "failed" && version.Metadata.GetValueOrDefault(DigestKey) == digest)?.Version;
    }

    public static async Task<(string Version, bool Unchanged)> EnsureAsync(Session session, Workload workload, string environment, string digest, CancellationToken cancellationToken)
    {
        var name = session.Agent.Name;
        var cloud = await session.CloudAsync(cancellationToken);
        var client = new AgentsClient(cloud, (await session.EnvironmentAsync(environment, cancellationToken)).ProjectEndpoint);
        var variables = workload.Variables(digest);
        var configuration = workload.Desired(digest).Revision;
        var there = await client.GetVersionsAsync(name, cancellationToken) is [var newest, ..] ? newest : null;
        var unchanged = there is { Status: not "failed" } && there.Metadata.GetValueOrDefault("configuration") == configuration;
        var version = unchanged ? there! : await client.CreateVersionAsync(name, new HostedAgent
        {
            Image = workload.Image(digest),
            Environment = variables,
            Metadata = new Dictionary<string, string> { [DigestKey] = digest, ["configuration"] = configuration },
        }, cancellationToken);
        version = await client.WaitUntilActiveAsync(version, Deadline, cancellationToken);
        var answer = await client.RespondAsync(name, version.Version, ProdStage.Questions(session)[0], cancellationToken);
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"Agent version {version.Version} in {environment} is active and gives an empty answer. It gets no traffic. Read its log, mend the cause, then run the same command again.");
        }

        await client.RouteAsync(name, version.Version, cancellationToken);
        return (version.Version, unchanged);
    }
}
