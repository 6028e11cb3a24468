using System.Text.Json;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>A criterion of an alert as it was when the alert fired or was resolved.</summary>
internal sealed record AlertCondition(string MetricName, string Operator, double Threshold, string TimeAggregation, double? Value);

/// <summary>A rule's condition that was met for a while.</summary>
/// <param name="Resolved">Null while it is fired.</param>
/// <param name="WindowEnd">Of the evaluation that fired it.</param>
internal sealed record Alert(Guid Id, string RuleId, string RuleName, string Description, int Severity, string Target, IReadOnlyDictionary<string, string> Dimensions,
    IReadOnlyList<AlertCondition> Conditions, DateTimeOffset Fired, DateTimeOffset? Resolved, DateTimeOffset WindowStart, DateTimeOffset WindowEnd)
{
    public bool IsFired => Resolved is null;
    public string MonitorCondition => IsFired ? "Fired" : "Resolved";
}

/// <summary>The alerts that fired, newest first, on disk; the oldest of more than <see cref="Most"/> are forgotten.</summary>
internal sealed class AlertStore
{
    public const int Most = 500;

    private sealed record AlertFile(int Version, IReadOnlyList<Alert> Alerts);

    private readonly string _path;
    private readonly Lock _writes = new();
    private IReadOnlyList<Alert> _alerts = [];

    /// <exception cref="EmulatorExitException">The file is not what this class wrote.</exception>
    public AlertStore(EmulatorInstance instance)
    {
        _path = Path.Combine(instance.State, "alerts.json");
        if (!File.Exists(_path)) return;
        try
        {
            AlertFile? file = JsonSerializer.Deserialize<AlertFile>(File.ReadAllBytes(_path));
            _alerts = file is { Version: 1, Alerts: { } alerts } ? alerts : throw new JsonException("it has another version");
        }
        catch (JsonException error)
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable,
                $"The emulator's state is damaged: {_path} does not hold alerts ({error.Message.Split('\n')[0].TrimEnd('.')}). Nothing was changed. "
                + "Put the file back, or start with an empty state: ./build.sh LocalReset", error);
        }
    }

    public IReadOnlyList<Alert> All => _alerts;

    /// <summary>Adds the alert, or replaces the one with its id.</summary>
    public void Save(Alert alert)
    {
        lock (_writes)
        {
            List<Alert> alerts = _alerts.Any(each => each.Id == alert.Id)
                ? [.. _alerts.Select(each => each.Id == alert.Id ? alert : each)] : [alert, .. _alerts.Take(Most - 1)];
            StateFile.Write(_path, JsonSerializer.Serialize(new AlertFile(1, alerts)));
            _alerts = alerts;
        }
    }
}
