using System.Security.Cryptography;
using System.Text;
using GenAIOps.Delivery.Gates;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Agents that are released as one: no gate may be shut, and where one fails, those that went before it are given back. Rolled back, they go back together.</summary>
internal static class ReleaseSet
{
    private static readonly TimeSpan s_retreat = TimeSpan.FromMinutes(5);

    public static async Task ReleaseAsync(BuildContext build, EnvironmentModel environment, ReleaseOptions options, CancellationToken cancellationToken)
    {
        List<EnvironmentContext> all = [.. build.Agents.Select(agent => agent.In(environment))];
        if (all.Count == 1)
        {
            await ProdStage.ReleaseAsync(all[0], options, cancellationToken);
            return;
        }

        options = options with { Set = IdOf(all.Select(context => RevisionSpec.ConfigurationOf(context).VersionOf(context.Digest).Id)) };
        await RefuseUnlessAllMayAsync(all, options, cancellationToken);
        List<EnvironmentContext> moved = [];
        try
        {
            foreach (var context in all)
            {
                if (await ProdStage.ReleaseAsync(context, options, cancellationToken)) moved.Add(context);
            }
        }
        catch (Exception e) when (moved.Count > 0)
        {
            var kept = await GiveBackAsync(moved);
            if (e is not ExitCodeException failed) throw;
            string[] back = [.. moved.Except(kept).Select(context => context.Agent.Name)];
            throw new ExitCodeException(failed.ExitCode, $"{failed.Message}{(back.Length > 0 ? $"\nThe agents of a release go together, so {string.Join(", ", back)} {(back.Length == 1 ? "was" : "were")} given back too." : "")}");
        }
    }

    /// <summary>Gives back what the last release of these agents changed, and nothing else.</summary>
    public static async Task RollbackAsync(BuildContext build, EnvironmentModel environment, CancellationToken cancellationToken)
    {
        List<EnvironmentContext> all = [.. build.Agents.Select(agent => agent.In(environment))];
        if (all.Count == 1)
        {
            await ProdStage.RollbackAsync(all[0], cancellationToken);
            return;
        }

        List<(EnvironmentContext Context, string? Set, string? Version)> live = [];
        foreach (var context in all)
        {
            var observed = await (await RevisionSpec.InAsync(context, cancellationToken)).Host().ObserveAsync(cancellationToken);
            live.Add((context, observed.ReleaseSet, observed.Live is { Configuration: { } configuration } revision ? new Evidence.Agents.AgentVersion(revision.Digest, configuration).Id : null));
        }

        var set = live.All(agent => agent.Version is not null) ? IdOf(live.Select(agent => agent.Version!)) : null;
        List<EnvironmentContext> changed = [.. live.Where(agent => set is not null && agent.Set == set).Select(agent => agent.Context)];
        if (changed.Count == 0)
            throw new ExitCodeException(ExitCodes.BadInput, $"{environment.Title} does not show which of {string.Join(", ", all.Select(context => context.Agent.Name))} were released together last. Nothing was changed. Roll back one of them with --agent NAME.");
        // Who calls another goes back first.
        foreach (var context in Enumerable.Reverse(changed)) await ProdStage.RollbackAsync(context, cancellationToken);
    }

    private static async Task RefuseUnlessAllMayAsync(List<EnvironmentContext> all, ReleaseOptions options, CancellationToken cancellationToken)
    {
        List<(string Agent, GateDecision Decision)> refusals = [];
        foreach (var context in all)
        {
            if (await ProdStage.DecideAsync(context, options, cancellationToken) is { Allowed: false } refusal) refusals.Add((context.Agent.Name, refusal));
        }

        if (refusals.Count > 0)
            throw new ExitCodeException(ExitCodes.GateRefused, $"The gate of {all[0].Title} refuses {string.Join(", ", refusals.Select(refusal => refusal.Agent))}, and the agents of a release go together. {all[0].Title} is as it was.\n{string.Join('\n', refusals.Select(refusal => $"{refusal.Agent}:\n{refusal.Decision.Explain()}"))}");
    }

    /// <returns>What could not be given back.</returns>
    private static async Task<IReadOnlyList<EnvironmentContext>> GiveBackAsync(IReadOnlyList<EnvironmentContext> moved)
    {
        using CancellationTokenSource deadline = new(s_retreat);
        List<EnvironmentContext> kept = [];
        foreach (var context in Enumerable.Reverse(moved))
        {
            try
            {
                await ProdStage.RollbackAsync(context, deadline.Token);
            }
            catch (Exception e)
            {
                // The others are given back nevertheless.
                kept.Add(context);
                Log.Error("{Agent} was released before the one that failed, and could not be given back: {Error}", context.Agent.Name, e.Message);
            }
        }

        return kept;
    }

    /// <summary>The same agents in the same versions have the same name.</summary>
    private static string IdOf(IEnumerable<string> versions) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', versions.Order(StringComparer.Ordinal)))))[..32];
}
