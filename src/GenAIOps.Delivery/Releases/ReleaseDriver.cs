using GenAIOps.Delivery.Gates;

namespace GenAIOps.Delivery.Releases;

/// <summary>How patiently a release goes.</summary>
public sealed record ReleasePace
{
    /// <summary>Probes to the app and to green at each share.</summary>
    public int Probes { get; init; } = 20;

    /// <summary>How long green may take to become ready.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two looks at the host.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Between the last request that blue could have got and its stop: ingress configuration spreads meanwhile.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long giving the traffic back may take after a cancellation.</summary>
    public TimeSpan RetreatDeadline { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>Carries a release out: observe, plan, do, until nothing is left to do.</summary>
/// <param name="host">Where revisions run.</param>
/// <param name="probe">Asks as a user would.</param>
/// <param name="gate">Asked before anything is made, before the first share and before the last: evidence may change meanwhile.</param>
/// <param name="pace">How patiently.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told of each step, in words.</param>
public sealed class ReleaseDriver(IReleaseHost host, IProbe probe, Func<CancellationToken, Task<GateDecision>> gate, ReleasePace pace, TimeProvider time, Action<string>? progress = null)
{
    private readonly List<ReleaseEntry> _steps = [];

    public async Task<ReleaseReport> ReleaseAsync(Desired desired, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desired);
        var started = time.GetUtcNow();
        var before = await host.ObserveAsync(cancellationToken);
        // Who serves now; a run that was killed half-way through has left green with a share.
        var from = before.Blue(desired.Revision) ?? before.Live;
        var changed = false;
        var retreated = false;
        ReleaseReport Report(ReleaseOutcome outcome, string? because = null) => new()
        {
            Outcome = outcome,
            FromRevision = from?.Name,
            FromDigest = from?.Digest,
            ToRevision = desired.Revision,
            ToDigest = desired.Digest,
            Because = because,
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            Steps = [.. _steps],
        };

        if (before.WeightOf(desired.Revision) < 100 && await gate(cancellationToken) is { Allowed: false } refusal)
        {
            return Report(ReleaseOutcome.Refused, refusal.Explain());
        }

        var proof = before.WeightOf(desired.Revision) == 100 ? new Proof(100) : Proof.None;
        var waitingSince = time.GetTimestamp();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var observed = await host.ObserveAsync(cancellationToken);
                if (proof.Fault is null && observed.Find(desired.Revision) is { Failed: true })
                {
                    // Kept: once it is stopped, it does not look failed any more, and must not be started again by this run.
                    proof = proof with { Fault = $"{desired.Revision} does not start: the host has given up on it" };
                }

                var step = ReleasePlan.Next(observed, desired, proof);
                if (step is not ReleaseStep.Wait)
                {
                    waitingSince = time.GetTimestamp();
                }

                switch (step)
                {
                    case ReleaseStep.Done:
                        return Report(changed ? ReleaseOutcome.Released : ReleaseOutcome.Unchanged);
                    case ReleaseStep.Fail fail:
                        return Report(retreated ? ReleaseOutcome.RolledBack : ReleaseOutcome.Failed, fail.Because);
                    case ReleaseStep.RollBack back:
                        await host.SetTrafficAsync(TrafficShares.Give(observed, desired.Revision, 0), cancellationToken);
                        Record($"give all traffic back to {observed.Blue(desired.Revision)?.Name}: {back.Because}", 0);
                        retreated = true;
                        break;
                    case ReleaseStep.Wait when time.GetElapsedTime(waitingSince) > pace.StartDeadline:
                        proof = proof with { Fault = $"{desired.Revision} was not ready within {pace.StartDeadline.TotalSeconds:0} s" };
                        break;
                    case ReleaseStep.Wait:
                        await Task.Delay(pace.Poll, time, cancellationToken);
                        break;
                    case ReleaseStep.Analyse analyse:
                        proof = await AnalyseAsync(observed, desired, analyse.Percent, cancellationToken);
                        break;
                    case ReleaseStep.Shift shift:
                        if (await gate(cancellationToken) is { Allowed: false } late)
                        {
                            proof = proof with { Fault = $"the gate closed during the release:\n{late.Explain()}" };
                            break;
                        }

                        changed = true;
                        await host.SetTrafficAsync(TrafficShares.Give(observed, desired.Revision, shift.Percent), cancellationToken);
                        Record($"give {desired.Revision} {shift.Percent} % of the traffic", shift.Percent);
                        break;
                    case ReleaseStep.Retire retire:
                        await RetireAsync(observed, retire.Revision, desired, cancellationToken);
                        break;
                    default:
                        changed |= step is ReleaseStep.Create;
                        await PrepareAsync(step, observed, desired, cancellationToken);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Report(ReleaseOutcome.Cancelled, await GiveBackAsync(desired));
        }
    }

    private async Task PrepareAsync(ReleaseStep step, Observed observed, Desired desired, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ReleaseStep.Pin pin:
                await host.SetTrafficAsync(TrafficShares.Pinned(observed, pin.Revision), cancellationToken);
                Record($"pin the traffic to {pin.Revision}", 0);
                break;
            case ReleaseStep.Create:
                var first = observed.Live is null;
                await host.CreateAsync(desired, TrafficShares.WithGreen(observed, desired.Revision), observed.Live?.Name, cancellationToken);
                Record(first ? $"make {desired.Revision}, the first revision" : $"make {desired.Revision} without traffic", first ? 100 : 0);
                break;
            case ReleaseStep.Activate activate:
                await host.ActivateAsync(activate.Revision, cancellationToken);
                Record($"start {activate.Revision}", observed.WeightOf(desired.Revision));
                break;
        }
    }

    private async Task<Proof> AnalyseAsync(Observed observed, Desired desired, int percent, CancellationToken cancellationToken)
    {
        var green = observed.Find(desired.Revision)!;
        var alone = green.Host is null ? new ProbeResult(0, 1, $"{green.Name} has no address") : await probe.ProbeAsync(green.Host, desired.Digest, pace.Probes, cancellationToken);
        var app = percent == 0 || observed.Host is null ? new ProbeResult(0, 0, null) : await probe.ProbeAsync(observed.Host, null, pace.Probes, cancellationToken);
        Record(percent == 0 ? $"smoke test of {green.Name}" : $"analysis at {percent} %", percent, alone.Sent + app.Sent, alone.Failed + app.Failed);
        return (alone.Fault ?? app.Fault) is { } fault
            ? new Proof(percent, $"{alone.Failed + app.Failed} of {alone.Sent + app.Sent} requests failed at {percent} %: {fault}")
            : new Proof(percent);
    }

    private async Task RetireAsync(Observed observed, string revision, Desired desired, CancellationToken cancellationToken)
    {
        if (revision != desired.Revision)
        {
            // Nothing new reaches it; what it has, it finishes.
            await Task.Delay(pace.Drain, time, cancellationToken);
        }

        await host.SetTrafficAsync(TrafficShares.Without(observed, revision), cancellationToken);
        await host.DeactivateAsync(revision, cancellationToken);
        Record($"drain and stop {revision}", observed.WeightOf(desired.Revision));
    }

    /// <summary>Somebody pressed Ctrl-C: the former state is the safe one, unless green already has everything.</summary>
    private async Task<string> GiveBackAsync(Desired desired)
    {
        using var deadline = new CancellationTokenSource(pace.RetreatDeadline, time);
        var observed = await host.ObserveAsync(deadline.Token);
        var weight = observed.WeightOf(desired.Revision);
        if (weight == 100)
        {
            return $"Stopped. {desired.Revision} has all the traffic already, and keeps it.";
        }

        if (weight > 0)
        {
            await host.SetTrafficAsync(TrafficShares.Give(observed, desired.Revision, 0), deadline.Token);
            Record("give all traffic back: cancelled", 0);
        }

        return $"Stopped. {observed.Blue(desired.Revision)?.Name ?? "Nothing"} serves all the traffic, as before.";
    }

    private void Record(string step, int percent, int sent = 0, int failed = 0)
    {
        _steps.Add(new ReleaseEntry(time.GetUtcNow(), step, percent, sent, failed));
        progress?.Invoke(sent == 0 ? step : $"{step}: {sent - failed} of {sent} requests answered");
    }
}
