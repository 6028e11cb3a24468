using GenAIOps.Delivery.Gates;

namespace GenAIOps.Delivery.Releases;

/// <summary>Carries a release out: observe, plan, do, until nothing is left to do.</summary>
/// <param name="host">Where revisions run.</param>
/// <param name="probe">Asks as a user would; null where no share is asked for, and nothing is probed.</param>
/// <param name="gate">Asked before anything is made, before the first share and before the last: evidence may change meanwhile. Null: none is.</param>
/// <param name="pace">How patiently.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told of each step, in words.</param>
public sealed class ReleaseDriver(IReleaseHost host, IProbe? probe, Func<CancellationToken, Task<GateDecision>>? gate, ReleasePace pace, TimeProvider time, Action<string>? progress = null)
{
    private readonly List<ReleaseEntry> _steps = [];
    private Observation _seen = Observation.None;
    private Observed _last = Observed.Nothing;
    private bool _changed;
    private string? _backTo;
    private long _waitingSince;

    public async Task<ReleaseReport> ReleaseAsync(Desired desired, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(desired);
        var started = time.GetUtcNow();
        var before = await LookAsync(cancellationToken);
        var (outcome, because) = await RunAsync(before, desired, cancellationToken);
        // Who serves now; a run that was killed half-way through has left green with a share.
        var from = before.Blue(desired.Revision) ?? before.Live ?? before.Find(_backTo);
        return new ReleaseReport
        {
            Outcome = outcome,
            FromRevision = from?.Name,
            FromDigest = from?.Digest,
            ToRevision = desired.Revision,
            ToDigest = desired.Digest,
            Because = because,
            Serves = _last.Serves(),
            StartedAt = started,
            FinishedAt = time.GetUtcNow(),
            Steps = [.. _steps],
        };
    }

    private async Task<(ReleaseOutcome Outcome, string? Because)> RunAsync(Observed before, Desired desired, CancellationToken cancellationToken)
    {
        var isLive = before.WeightOf(desired.Revision) == 100 && before.Find(desired.Revision) is { CanServe: true };
        if (!isLive && await RefusalAsync(cancellationToken) is { } refusal)
        {
            return (ReleaseOutcome.Refused, refusal);
        }

        _seen = isLive ? new Observation(100) : Observation.None;
        _waitingSince = time.GetTimestamp();
        try
        {
            for (var stale = 0; ;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var observed = await LookAsync(cancellationToken);
                _seen = ReleasePlan.Look(observed, desired, _seen);
                try
                {
                    if (await StepAsync(ReleasePlan.Next(observed, desired, _seen), observed, desired, cancellationToken) is { } end)
                    {
                        return end;
                    }

                    stale = 0;
                }
                catch (StaleObservationException) when (++stale <= pace.StaleLooks)
                {
                    Record("look again: somebody else has changed the app", observed.WeightOf(desired.Revision));
                }
            }
        }
        catch (RevisionInUseException inUse)
        {
            // A share that follows the latest revision follows it to this one, where it is the only one that is ready.
            return (_backTo is not null ? ReleaseOutcome.RolledBack : ReleaseOutcome.Failed, $"{(_seen.Fault is { } fault ? $"{fault}. " : "")}It runs on: {inUse.Message}");
        }
        catch (StaleObservationException stale)
        {
            return (ReleaseOutcome.Failed, $"others changed the app {pace.StaleLooks + 1} times in a row while it was released to; the traffic is as the last of them left it. {stale.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (ReleaseOutcome.Cancelled, await GiveBackAsync(desired));
        }
    }

    /// <returns>How the release ended; null while it goes on.</returns>
    private async Task<(ReleaseOutcome Outcome, string? Because)?> StepAsync(ReleaseStep step, Observed observed, Desired desired, CancellationToken cancellationToken)
    {
        if (step is ReleaseStep.Wait)
        {
            await WaitAsync(desired, cancellationToken);
            return null;
        }

        _waitingSince = time.GetTimestamp();
        switch (step)
        {
            case ReleaseStep.Done:
                return (_changed ? ReleaseOutcome.Released : ReleaseOutcome.Unchanged, null);
            case ReleaseStep.Fail fail:
                return (_backTo is not null ? ReleaseOutcome.RolledBack : ReleaseOutcome.Failed, fail.Because);
            case ReleaseStep.RollBack back:
                await host.SetTrafficAsync(TrafficShares.AllTo(observed, back.Revision), observed, cancellationToken);
                Record($"give all traffic back to {back.Revision}: {back.Because}", 0);
                _backTo = back.Revision;
                break;
            case ReleaseStep.Analyse analyse:
                _seen = await AnalyseAsync(observed, desired, analyse.Percent, cancellationToken);
                break;
            case ReleaseStep.Shift shift:
                await ShiftAsync(observed, desired, shift.Percent, cancellationToken);
                break;
            case ReleaseStep.Retire retire:
                await RetireAsync(observed, retire.Revision, desired, cancellationToken);
                break;
            default:
                await PrepareAsync(step, observed, desired, cancellationToken);
                break;
        }

        return null;
    }

    private async Task WaitAsync(Desired desired, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_waitingSince) > pace.StartDeadline)
        {
            _seen = _seen with { Fault = $"{desired.Revision} was not ready within {pace.StartDeadline.TotalSeconds:0} s" };
            return;
        }

        await Task.Delay(pace.Poll, time, cancellationToken);
    }

    private async Task PrepareAsync(ReleaseStep step, Observed observed, Desired desired, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ReleaseStep.Pin pin:
                await host.SetTrafficAsync(TrafficShares.Pinned(observed, pin.Revision), observed, cancellationToken);
                Record($"pin the traffic to {pin.Revision}", 0);
                break;
            case ReleaseStep.Create:
                var first = observed.Live is null;
                var kept = await host.CreateAsync(desired, TrafficShares.WithGreen(observed, desired.Revision), observed, cancellationToken);
                (_changed, _seen) = (true, _seen with { Started = true });
                Record(first ? $"make {desired.Revision}; nobody else serves" : $"make {desired.Revision} without traffic", first ? 100 : 0);
                if (kept.Count > 0)
                {
                    Record($"{desired.Revision} keeps what others set: {string.Join("; ", kept)}", first ? 100 : 0);
                }

                break;
            case ReleaseStep.Activate activate:
                await host.ActivateAsync(activate.Revision, cancellationToken);
                _seen = _seen with { Started = true };
                Record($"start {activate.Revision}", observed.WeightOf(desired.Revision));
                break;
        }
    }

    private async Task<Observation> AnalyseAsync(Observed observed, Desired desired, int percent, CancellationToken cancellationToken)
    {
        var green = observed.Find(desired.Revision)!;
        var probing = probe ?? throw new InvalidOperationException("A share was asked for, and nothing to probe it with was given.");
        var alone = green.Host is null ? new ProbeResult(0, 1, $"{green.Name} has no address") : await probing.ProbeAsync(green.Host, desired.Digest, pace.Probes, cancellationToken);
        var app = percent == 0 || observed.Host is null ? new ProbeResult(0, 0, null) : await probing.ProbeAsync(observed.Host, null, pace.Probes, cancellationToken);
        Record(percent == 0 ? $"smoke test of {green.Name}" : $"analysis at {percent} %", percent, alone.Sent + app.Sent, alone.Failed + app.Failed);
        // Blue's own faults must not keep the mended green from its users.
        if (alone.Fault is null && app.Fault is not null && observed.Blue(green.Name) is { Host: { } host } blue && await probing.ProbeAsync(host, null, pace.Probes, cancellationToken) is { Fault: { } own } former)
        {
            Record($"{blue.Name} answers with faults itself ({own}): they are not {green.Name}'s", percent, former.Sent, former.Failed);
            return _seen with { Proven = percent };
        }

        return (alone.Fault ?? app.Fault) is { } fault
            ? _seen with { Proven = percent, Fault = $"{alone.Failed + app.Failed} of {alone.Sent + app.Sent} requests failed at {percent} %: {fault}" }
            : _seen with { Proven = percent };
    }

    private async Task ShiftAsync(Observed observed, Desired desired, int percent, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(cancellationToken) is { } refusal)
        {
            _seen = _seen with { Fault = $"the gate closed during the release:\n{refusal}" };
            return;
        }

        _changed = true;
        await host.SetTrafficAsync(TrafficShares.Give(observed, desired.Revision, percent), observed, cancellationToken);
        _seen = _seen with { Given = percent };
        Record($"give {desired.Revision} {percent} % of the traffic", percent);
    }

    private async Task RetireAsync(Observed observed, string revision, Desired desired, CancellationToken cancellationToken)
    {
        if (revision != desired.Revision && observed.Find(revision) is { CanServe: true })
        {
            // Nothing new reaches it; what it has, it finishes. Somebody may have given it traffic meanwhile: then it is not stopped.
            await Task.Delay(pace.Drain, time, cancellationToken);
            var now = await LookAsync(cancellationToken);
            if (now.Version != observed.Version)
            {
                throw new StaleObservationException($"The app was changed while {revision} drained, so that it was not stopped.");
            }
        }

        await host.SetTrafficAsync(TrafficShares.Without(observed, revision), observed, cancellationToken);
        await host.DeactivateAsync(revision, cancellationToken);
        Record($"drain and stop {revision}", observed.WeightOf(desired.Revision));
    }

    /// <summary>Somebody pressed Ctrl-C: the former state is the safe one, unless green already has everything or nobody else can serve.</summary>
    private async Task<string> GiveBackAsync(Desired desired)
    {
        using var deadline = new CancellationTokenSource(pace.RetreatDeadline, time);
        for (var looks = 0; ; looks++)
        {
            var observed = await LookAsync(deadline.Token);
            var weight = observed.WeightOf(desired.Revision);
            if (weight == 100)
            {
                return $"Stopped. {desired.Revision} has all the traffic already, and keeps it.";
            }

            if (weight == 0)
            {
                return $"Stopped. {observed.Blue(desired.Revision)?.Name ?? "Nothing"} serves all the traffic, as before.";
            }

            if (observed.Blue(desired.Revision) is not { Ready: true } blue)
            {
                return $"Stopped. {desired.Revision} has {weight} % of the traffic and keeps it, as nobody else is ready.";
            }

            try
            {
                await host.SetTrafficAsync(TrafficShares.AllTo(observed, blue.Name), observed, deadline.Token);
                Record("give all traffic back: cancelled", 0);
            }
            catch (StaleObservationException) when (looks < pace.StaleLooks)
            {
                // The next look tells.
            }
        }
    }

    private async Task<Observed> LookAsync(CancellationToken cancellationToken) => _last = await host.ObserveAsync(cancellationToken);

    /// <returns>The gate's reasons; null where it lets pass.</returns>
    private async Task<string?> RefusalAsync(CancellationToken cancellationToken) =>
        gate is not null && await gate(cancellationToken) is { Allowed: false } decision ? decision.Explain() : null;

    private void Record(string step, int percent, int sent = 0, int failed = 0)
    {
        _steps.Add(new ReleaseEntry(time.GetUtcNow(), step, percent, sent, failed));
        progress?.Invoke(sent == 0 ? step : $"{step}: {sent - failed} of {sent} requests answered");
    }
}
