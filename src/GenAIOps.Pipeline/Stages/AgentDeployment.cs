using Azure;
using GenAIOps.Azure.Foundry;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What a hosted version is made of.</summary>
/// <param name="Digest">Of the image.</param>
/// <param name="Reference">The image by digest, as the service pulls it.</param>
/// <param name="Configuration">Names image and variables together.</param>
/// <param name="Variables">None is a secret.</param>
internal sealed record AgentImage(string Digest, string Reference, string Configuration, IReadOnlyDictionary<string, string> Variables);

/// <summary>A version for each image and configuration in Agent Service: made once, answering before it is routed to.</summary>
/// <remarks>A version that failed gets no traffic and is in nobody's way: the next run makes another one, also of the same image, as the cause may lie outside of it.</remarks>
/// <param name="client">The project's agents.</param>
/// <param name="agent">The agent's name.</param>
/// <param name="environment">For messages.</param>
internal sealed class AgentDeployment(AgentsClient client, string agent, string environment)
{
    private const string DigestKey = "image-digest", ConfigurationKey = "configuration";
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(10);

    /// <returns>The newest version of the image that works or is being made; null where there is none.</returns>
    public async Task<AgentVersion?> FindAsync(string digest, CancellationToken cancellationToken) =>
        (await client.GetVersionsAsync(agent, cancellationToken)).FirstOrDefault(version => IsUsable(version) && version.Metadata.GetValueOrDefault(DigestKey) == digest);

    /// <summary>Makes a version of the image, unless there is one, asks it, and gives it all the traffic.</summary>
    /// <exception cref="ExitCodeException">It does not start, or does not answer; who had the traffic keeps it.</exception>
    public async Task<(string Version, bool Unchanged)> EnsureAsync(AgentImage image, string question, CancellationToken cancellationToken)
    {
        var there = Reusable(await client.GetVersionsAsync(agent, cancellationToken), image.Configuration);
        var version = there ?? await client.CreateVersionAsync(agent, new HostedAgent
        {
            Image = image.Reference,
            Environment = image.Variables,
            Metadata = new Dictionary<string, string> { [DigestKey] = image.Digest, [ConfigurationKey] = image.Configuration },
        }, cancellationToken);
        version = await StartedAsync(version, cancellationToken);
        await AskAsync(version, question, cancellationToken);
        IReadOnlyList<AgentTraffic> all = [new AgentTraffic(version.Version, 100)];
        if (there is not null && (await client.GetTrafficAsync(agent, cancellationToken)).SequenceEqual(all))
        {
            return (version.Version, true);
        }

        await client.SetTrafficAsync(agent, all, cancellationToken);
        return (version.Version, there is not null);
    }

    /// <param name="versions">Newest first.</param>
    /// <param name="configuration">What is wanted.</param>
    /// <returns>The newest version that is just that; null where one must be made.</returns>
    internal static AgentVersion? Reusable(IReadOnlyList<AgentVersion> versions, string configuration) =>
        versions.FirstOrDefault(version => IsUsable(version) && version.Metadata.GetValueOrDefault(ConfigurationKey) == configuration);

    /// <summary>A word that is newer than this may mean a version that works.</summary>
    private static bool IsUsable(AgentVersion version) => version.Status is not ("failed" or "deleting" or "deleted");

    private async Task<AgentVersion> StartedAsync(AgentVersion version, CancellationToken cancellationToken)
    {
        try
        {
            return await client.WaitUntilActiveAsync(version, s_deadline, cancellationToken);
        }
        catch (RequestFailedException failed) when (failed.Status == 0)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"{environment.ToUpperInvariant()}: {failed.Message}");
        }
    }

    private async Task AskAsync(AgentVersion version, string question, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(await client.RespondAsync(agent, version.Version, question, cancellationToken)))
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"Agent version {version.Version} in {environment} is active and gives an empty answer. It gets no traffic. Read its log, mend the cause, then run the same command again.");
        }
    }
}
