using System.Reflection;
using Nuke.Common.Caching;
using Nuke.Common.Parameters;
using Nuke.Common.Sessions;
using Nuke.Common.Targets;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>The part of a run that does things: under the lock, from the first hook to the last line.</summary>
internal sealed class LockedRun(INukeBuild build, BuildSession session, ParameterValues parameters, EngineSettings settings)
{
    private readonly long _start = session.Environment.Time.GetTimestamp();
    private readonly DateTimeOffset _startedAt = session.Environment.Time.GetUtcNow();

    public async Task<int> RunAsync(IReadOnlyCollection<string>? skip)
    {
        var onlyReads = OnlyReads();
        using var folder = onlyReads ? null : BuildLock.Take(session.Root);
        session.StartLog();
        build.RaiseBuildInitialized();
        Conditions conditions = new(build.ExecutionPlan);
        conditions.SkipByParameter(skip);
        foreach (var target in build.ExecutionPlan) CheckStatic(target, conditions);
        InvalidInputException.ThrowIfAny([.. Requirements.OfTargets(build.ScheduledTargets, build, parameters.Catalog)]);

        using BuildTelemetry telemetry = new(build.GetType().Name, session.Environment);
        Executor executor = new(build, session, telemetry, TargetCache.Open(build, session, settings, parameters), settings.Parallel);
        using (new Heartbeat(session.Output, session.Environment.Time)) await executor.RunAsync();
        var outcome = Finish(Outcome(executor));
        telemetry.End(outcome, session.Output.Secrets);
        if (!onlyReads) Report(outcome);
        WriteLastLine(outcome);
        if (onlyReads && outcome.ExitCode == 0) session.Output.DiscardLog();
        return outcome.ExitCode;
    }

    private static void CheckStatic(ExecutableTarget target, Conditions conditions)
    {
        try
        {
            conditions.SkipUnless(target, target.StaticConditions);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"A static condition of target '{target.Name}' could not be evaluated. Nothing has run.", e);
        }
    }

    private bool OnlyReads()
    {
        var unlocked = build.GetType().GetInterfaces().Append(build.GetType())
            .SelectMany(x => x.GetCustomAttributes<UnlockedAttribute>())
            .SelectMany(x => x.Targets)
            .ToHashSet(StringComparer.Ordinal);
        return build.InvokedTargets.All(x => unlocked.Contains(x.Name));
    }

    private BuildOutcome Outcome(Executor executor)
    {
        var failure = executor.Failure;
        return new BuildOutcome
        {
            Status = executor.Cancelled ? "Cancelled" : build.IsFailing ? "Failed" : "Succeeded",
            ExitCode = executor.Cancelled ? 130
                : build.ExitCode ?? (!build.IsFailing ? 0 : failure is { } reason ? ExceptionText.ExitCode(reason.Exception) : 1),
            StartedAt = _startedAt,
            Elapsed = session.Environment.Time.GetElapsedTime(_start),
            FailedIn = failure?.Target.Name,
            Cause = failure is { } first ? $"{first.Target.Name}: {ExceptionText.Cause(first.Exception)}" : null,
            Log = session.Output.LogFile,
        };
    }

    private BuildOutcome Finish(BuildOutcome outcome)
    {
        build.ExitCode = outcome.ExitCode;
        if (session.Output.IsForPeople) SummaryTable.Write(build.ExecutionPlan, outcome.Elapsed, session.Output);
        try
        {
            build.RaiseBuildFinished();
            return outcome;
        }
        catch (Exception e)
        {
            ExceptionText.Write(e, session.Output);
            if (outcome.Status != "Succeeded") return outcome;
            return outcome with { Status = "Failed", ExitCode = 1, FailedIn = "OnBuildFinished", Cause = $"OnBuildFinished: {ExceptionText.Cause(e)}" };
        }
    }

    private void Report(BuildOutcome outcome)
    {
        Write("artifacts/pipeline.json", () => PipelineReport.Write(session.Root, outcome, build.ExecutionPlan, session.Output.Secrets));
        Write("the build server's summary", () => session.Output.WriteCommand(
            session.Host.Summarize(StepSummary.Markdown(outcome, build.ExecutionPlan, session.Output.Secrets), session.Root / ".nuke" / "temp")));
    }

    private void Write(string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Output.Write($"warning: {what} could not be written: {ExceptionText.Reason(e)} The outcome below stands.", Tone.Warning);
        }
    }

    private void WriteLastLine(BuildOutcome outcome)
    {
        session.Output.Finish(outcome);
        if (!session.Output.IsForPeople) return;
        var time = Durations.Format(outcome.Elapsed);
        var (text, tone) = outcome.Status switch
        {
            "Succeeded" => ($"Build succeeded in {time}.", Tone.Good),
            "Cancelled" => ($"Build cancelled after {time}{(build.AbortedTargets.FirstOrDefault() is { } target ? $" while {target.Name} was running" : "")}.", Tone.Warning),
            _ => ($"Build failed after {time}: {outcome.FailedIn}, exit code {outcome.ExitCode}.", Tone.Bad),
        };
        if (outcome.Status == "Failed") session.Output.Annotate(session.Host, isError: true, $"Build failed after {time}: {outcome.Cause}");
        if (outcome.Status != "Succeeded" && outcome.Log is { } log) session.Output.Write($"Log: {Path.GetRelativePath(session.Root, log)}", Tone.Dim);
        session.Output.Write(text, tone);
    }
}
