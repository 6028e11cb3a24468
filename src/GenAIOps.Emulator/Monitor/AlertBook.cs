using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>An alert that a rule has fired.</summary>
internal sealed record Alert(string Id, string RuleId, string Target, int Severity, string Description, DateTimeOffset FiredAt, DateTimeOffset? ResolvedAt)
{
    public bool IsFired => ResolvedAt is null;

    public JsonObject ToJson(string group) => new()
    {
        ["id"] = $"{group}/providers/Microsoft.AlertsManagement/alerts/{Id}",
        ["name"] = RuleId[(RuleId.LastIndexOf('/') + 1)..],
        ["type"] = "Microsoft.AlertsManagement/alerts",
        ["properties"] = new JsonObject
        {
            ["essentials"] = new JsonObject
            {
                ["severity"] = $"Sev{Severity}",
                ["signalType"] = "Metric",
                ["alertState"] = "New",
                ["monitorCondition"] = IsFired ? "Fired" : "Resolved",
                ["targetResource"] = Target,
                ["monitorService"] = "Platform",
                ["alertRule"] = RuleId,
                ["startDateTime"] = $"{FiredAt.UtcDateTime:O}",
                ["monitorConditionResolvedDateTime"] = ResolvedAt is { } resolved ? $"{resolved.UtcDateTime:O}" : null,
                ["description"] = Description,
            },
        },
    };
}

/// <summary>The alerts of this emulator, newest last, across restarts.</summary>
internal sealed class AlertBook
{
    private const int Kept = 500;
    private readonly Lock _lock = new();
    private readonly string _path;
    private List<Alert> _alerts = [];

    public AlertBook(EmulatorInstance instance)
    {
        _path = Path.Combine(instance.State, "alerts.json");
        try
        {
            if (File.Exists(_path)) _alerts = JsonSerializer.Deserialize<List<Alert>>(File.ReadAllText(_path)) ?? [];
        }
        catch (JsonException error)
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable, $"The emulator's state is damaged: {_path} is no list of alerts ({error.Message}). Nothing was changed. Put the file back, or start with an empty state: ./build.sh LocalReset", error);
        }
    }

    public IReadOnlyList<Alert> All
    {
        get { lock (_lock) return [.. _alerts]; }
    }

    public Alert? Open(string ruleId)
    {
        lock (_lock) return _alerts.LastOrDefault(alert => alert.IsFired && string.Equals(alert.RuleId, ruleId, StringComparison.OrdinalIgnoreCase));
    }

    public void Save(Alert alert)
    {
        lock (_lock)
        {
            _alerts = [.. _alerts.Where(known => known.Id != alert.Id).Append(alert).TakeLast(Kept)];
            StateFile.Write(_path, JsonSerializer.Serialize(_alerts));
        }
    }
}
