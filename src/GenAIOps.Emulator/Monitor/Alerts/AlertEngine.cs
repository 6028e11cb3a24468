using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Evaluates every metric alert when it is due, fires and resolves alerts, tells the action groups.</summary>
/// <remarks>
/// A window ends on a whole multiple of the rule's frequency that passed at least <see cref="Lateness"/> ago, so that every minute is evaluated when
/// its telemetry has come, and none is left out. As on Azure, an alert is resolved after <see cref="HealthyEvaluations"/> evaluations in a row that are not met.
/// </remarks>
internal sealed class AlertEngine(ResourceStore store, MetricSources sources, AlertStore alerts, Notifications notifications, TimeProvider time, ILogger<AlertEngine> logger) : IBackgroundWork
{
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    public const int HealthyEvaluations = 3;

    private readonly Dictionary<string, long> _evaluated = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Guid, int> _healthy = [];
    private readonly Lock _evaluation = new();
    private long _rounds;

    /// <summary>How often the rules were looked at.</summary>
    public long Rounds => Interlocked.Read(ref _rounds);

    public Task StartAsync(CancellationToken stopping)
    {
        _ = Task.Run(() => RunAsync(stopping), stopping);
        return Task.CompletedTask;
    }

    /// <summary>Evaluates the rules that are due now.</summary>
    public void EvaluateDue()
    {
        lock (_evaluation) Round();
        Interlocked.Increment(ref _rounds);
    }

    private void Round()
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonObject resource in store.List(type: AlertRule.Type))
        {
            AlertRule rule = AlertRule.Read(resource);
            known.Add(rule.Id);
            long minutes = (long)rule.Frequency.TotalMinutes;
            long end = MetricTable.MinuteOf(time.GetUtcNow() - Lateness) / minutes * minutes;
            if (!rule.Enabled || _evaluated.GetValueOrDefault(rule.Id) >= end) continue;
            _evaluated[rule.Id] = end;
            foreach (string scope in rule.Scopes) Evaluate(rule, scope, end);
        }
        foreach (Alert orphan in alerts.All.Where(alert => alert.IsFired && !known.Contains(alert.RuleId))) alerts.Save(orphan with { Resolved = time.GetUtcNow() });
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            using PeriodicTimer timer = new(Tick, time);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    EvaluateDue();
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    logger.LogError(error, "The alert rules could not be evaluated; they are tried again in {Tick}.", Tick);
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private void Evaluate(AlertRule rule, string target, long end)
    {
        if (sources.Of(target) is not var (_, metrics)) return;
        IReadOnlyList<AlertVerdict> verdicts = AlertEvaluation.Evaluate(rule, target, metrics, end);
        List<Alert> open = [.. alerts.All.Where(alert => alert.IsFired && Same(alert.RuleId, rule.Id) && Same(alert.Target, target))];
        foreach (AlertVerdict verdict in verdicts.Where(verdict => verdict.IsMet))
        {
            Alert? fired = open.FirstOrDefault(alert => AlertEvaluation.Key(alert.Dimensions) == AlertEvaluation.Key(verdict.Dimensions));
            if (fired is null || (!rule.AutoMitigate && fired.WindowEnd < TimeOf(end))) Fire(rule, verdict, end);
            else _healthy[fired.Id] = 0;
        }
        if (!rule.AutoMitigate) return;
        // A combination of which nothing is heard any more is healthy too.
        foreach (Alert alert in open.Where(alert => !verdicts.Any(verdict => verdict.IsMet && AlertEvaluation.Key(verdict.Dimensions) == AlertEvaluation.Key(alert.Dimensions))))
            Mitigate(rule, alert, verdicts.FirstOrDefault(verdict => AlertEvaluation.Key(verdict.Dimensions) == AlertEvaluation.Key(alert.Dimensions)));
    }

    private void Fire(AlertRule rule, AlertVerdict verdict, long end)
    {
        Alert alert = new(Guid.NewGuid(), rule.Id, rule.Name, rule.Description, rule.Severity, verdict.Target, verdict.Dimensions, Conditions(verdict),
            time.GetUtcNow(), null, TimeOf(end) - rule.Window, TimeOf(end));
        alerts.Save(alert);
        notifications.Send(rule, alert);
    }

    private void Mitigate(AlertRule rule, Alert alert, AlertVerdict? verdict)
    {
        int healthy = _healthy[alert.Id] = _healthy.GetValueOrDefault(alert.Id) + 1;
        if (healthy < HealthyEvaluations) return;
        _healthy.Remove(alert.Id);
        Alert resolved = alert with { Resolved = time.GetUtcNow(), Conditions = verdict is null ? alert.Conditions : Conditions(verdict) };
        alerts.Save(resolved);
        notifications.Send(rule, resolved);
    }

    private static IReadOnlyList<AlertCondition> Conditions(AlertVerdict verdict) => [.. verdict.Values.Select(value =>
        new AlertCondition(value.Criterion.Metric.Name, value.Criterion.Operator, value.Criterion.Threshold, value.Criterion.Aggregation, value.Value))];

    private static DateTimeOffset TimeOf(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
