using GenAIOps.Azure.Foundry;
using GenAIOps.Pipeline.Context;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>The agent as Agent Service hosts it, in an environment of the build.</summary>
internal static class AgentVersions
{
    /// <returns>The newest version of the image; null where there is none that works.</returns>
    public static async Task<string?> FindAsync(EnvironmentContext context, string digest, CancellationToken cancellationToken) =>
        (await (await InAsync(context, cancellationToken)).FindAsync(digest, cancellationToken))?.Version;

    public static async Task<(string Version, bool Unchanged)> EnsureAsync(EnvironmentContext context, RevisionSpec workload, string digest, CancellationToken cancellationToken)
    {
        if (Withheld(context.Environment.Definition.Secrets) is { } withheld) Log.Warning("{Environment}: {Withheld}", context.Title, withheld);
        var deployment = await InAsync(context, cancellationToken);
        var image = new AgentImage(digest, workload.Image(digest), workload.Desired(digest).Revision, workload.HostedVariables(digest));
        return await deployment.EnsureAsync(image, context.Datasets.Questions[0], cancellationToken);
    }

    /// <returns>What a version in Agent Service lacks, in words; null where it lacks nothing.</returns>
    internal static string? Withheld(IReadOnlyList<SecretVariable> secrets) => secrets.Count == 0
        ? null
        : $"Agent Service takes no references to Key Vault, so the agent version there runs without {string.Join(", ", secrets.Select(secret => secret.Variable))}; the container app has {(secrets.Count == 1 ? "it" : "them")}";

    private static async Task<AgentDeployment> InAsync(EnvironmentContext context, CancellationToken cancellationToken) => new(
        new AgentsClient(await context.CloudAsync(cancellationToken), (await context.ReadAsync(cancellationToken)).ProjectEndpoint), context.Agent.Name, context.Name);
}
