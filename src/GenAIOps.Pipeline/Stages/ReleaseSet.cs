using System.Security.Cryptography;
using System.Text;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence.Agents;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Agents that are released as one: no gate may be shut, and where one fails, those that went before it are given back. Rolled back, they go back together.</summary>
internal static class ReleaseSet
{
    private static readonly TimeSpan s_retreat = TimeSpan.FromMinutes(5);

    public static Task<IReadOnlyList<ReleasedAgent>> ReleaseAsync(BuildContext build, EnvironmentModel environment, ReleaseOptions options, CancellationToken cancellationToken) =>
        ReleaseAsync(Members(build, environment), environment.Title, options, cancellationToken);

    /// <summary>Gives back what the last release of these agents changed, and nothing else.</summary>
    public static Task RollbackAsync(BuildContext build, EnvironmentModel environment, CancellationToken cancellationToken) =>
        RollbackAsync(Members(build, environment), environment.Title, cancellationToken);

    /// <param name="all">Who is called by others comes before them.</param>
    /// <param name="title">Of the environment.</param>
    /// <param name="options">How it was asked for.</param>
    /// <param name="cancellationToken">Stops it; what has moved by then is given back.</param>
    internal static async Task<IReadOnlyList<ReleasedAgent>> ReleaseAsync(IReadOnlyList<IReleaseMember> all, string title, ReleaseOptions options, CancellationToken cancellationToken)
    {
        if (all.Count == 1) return [await all[0].ReleaseAsync(options, cancellationToken)];
        options = options with { Set = IdOf(all.Select(member => member.Version)) };
        await RefuseUnlessAllMayAsync(all, title, options, cancellationToken);
        List<IReleaseMember> moved = [];
        List<ReleasedAgent> released = [];
        try
        {
            foreach (var member in all)
            {
                released.Add(await member.ReleaseAsync(options, cancellationToken));
                if (released[^1].Outcome == ReleaseOutcome.Released) moved.Add(member);
            }

            return released;
        }
        catch (Exception e) when (moved.Count > 0)
        {
            var kept = await GiveBackAsync(moved);
            var told = Told(moved.Except(kept), "given back too") + Told(kept, "not given back, and serves the new version");
            if (e is ExitCodeException failed) throw new ExitCodeException(failed.ExitCode, failed.Message + told);
            Log.Warning("{Told}", told.TrimStart());
            throw;
        }

        static string Told(IEnumerable<IReleaseMember> members, string how) =>
            Names(members) is { Length: > 0 } names ? $"\nThe agents of a release go together; of those before it, this was {how}: {names}." : "";
    }

    /// <inheritdoc cref="RollbackAsync(BuildContext, EnvironmentModel, CancellationToken)"/>
    internal static async Task RollbackAsync(IReadOnlyList<IReleaseMember> all, string title, CancellationToken cancellationToken)
    {
        if (all.Count == 1)
        {
            await all[0].RollbackAsync(cancellationToken);
            return;
        }

        List<(IReleaseMember Member, Observed Observed)> seen = [];
        foreach (var member in all) seen.Add((member, await member.ObserveAsync(cancellationToken)));
        var changed = ReleasedLast(seen);
        if (changed.Count == 0)
            throw new ExitCodeException(ExitCodes.BadInput, $"{title} does not show which of {Names(all)} were released together last. Nothing was changed. Roll back one of them with --agent NAME.");
        if (changed.Where(agent => agent.Observed.Find(agent.Observed.Previous) is not { } previous || previous.Name == agent.Observed.Live?.Name).Select(agent => agent.Member).ToList() is { Count: > 0 } first)
            throw new ExitCodeException(ExitCodes.BadInput, $"{title} has no revision to roll {Names(first)} back to, and {Names(changed.Select(agent => agent.Member))} were released together. Nothing was changed. Roll back one of them with --agent NAME.");
        List<IReleaseMember> back = [];
        try
        {
            // Who calls another goes back first.
            foreach (var (member, _) in Enumerable.Reverse(changed))
            {
                await member.RollbackAsync(cancellationToken);
                back.Add(member);
            }
        }
        catch (ExitCodeException failed) when (back.Count > 0)
        {
            throw new ExitCodeException(failed.ExitCode, $"{failed.Message}\nRolled back before it: {Names(back)}. Not rolled back: {Names(changed.Select(agent => agent.Member).Except(back))}, released together with these; roll it back with --agent NAME.");
        }
    }

    private static List<IReleaseMember> Members(BuildContext build, EnvironmentModel environment) => [.. build.Agents.Select(agent => new ReleaseMember(agent.In(environment)))];

    /// <summary>Those whose live revision is of the release that made all of them what they are: nothing, where one was changed by itself since.</summary>
    private static List<(IReleaseMember Member, Observed Observed)> ReleasedLast(List<(IReleaseMember Member, Observed Observed)> seen)
    {
        List<string> versions = [.. seen.Select(agent => agent.Observed.Live).OfType<ObservedRevision>().Where(live => live.Configuration is not null).Select(live => new AgentVersion(live.Digest, live.Configuration!).Id)];
        var set = versions.Count == seen.Count ? IdOf(versions) : null;
        return seen.FindAll(agent => set is not null && agent.Observed.ReleaseSet == set);
    }

    private static async Task RefuseUnlessAllMayAsync(IReadOnlyList<IReleaseMember> all, string title, ReleaseOptions options, CancellationToken cancellationToken)
    {
        List<(string Agent, GateDecision Decision)> refusals = [];
        foreach (var member in all)
        {
            if (await member.DecideAsync(options, cancellationToken) is { Allowed: false } refusal) refusals.Add((member.Name, refusal));
        }

        if (refusals.Count > 0)
            throw new ExitCodeException(ExitCodes.GateRefused, $"The gate of {title} refuses {string.Join(", ", refusals.Select(refusal => refusal.Agent))}, and the agents of a release go together. {title} is as it was.\n{string.Join('\n', refusals.Select(refusal => $"{refusal.Agent}:\n{refusal.Decision.Explain()}"))}");
    }

    /// <returns>What could not be given back.</returns>
    private static async Task<IReadOnlyList<IReleaseMember>> GiveBackAsync(IReadOnlyList<IReleaseMember> moved)
    {
        using CancellationTokenSource deadline = new(s_retreat);
        List<IReleaseMember> kept = [];
        foreach (var member in Enumerable.Reverse(moved))
        {
            try
            {
                await member.RollbackAsync(deadline.Token);
            }
            catch (Exception e)
            {
                // The others are given back nevertheless.
                kept.Add(member);
                Log.Error("{Agent} was released before the one that failed, and could not be given back: {Error}", member.Name, e.Message);
            }
        }

        return kept;
    }

    private static string Names(IEnumerable<IReleaseMember> members) => string.Join(", ", members.Select(member => member.Name));

    /// <summary>The same agents in the same versions have the same name.</summary>
    private static string IdOf(IEnumerable<string> versions) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', versions.Order(StringComparer.Ordinal)))))[..32];
}
