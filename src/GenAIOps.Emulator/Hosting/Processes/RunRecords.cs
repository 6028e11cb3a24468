using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace GenAIOps.Emulator.Hosting;

/// <summary>What runs, on disk, so that an emulator finds and ends what a killed predecessor left behind.</summary>
internal sealed class RunRecords
{
    private readonly string _folder;
    private readonly ILogger _logger;

    public RunRecords(EmulatorInstance instance, ILogger<RunRecords> logger)
    {
        _folder = Path.Combine(instance.State, "run");
        _logger = logger;
        StateFile.CreateFolder(_folder);
    }

    public void Save(string name, ProcessIdentity identity) => StateFile.Write(PathOf(name), JsonSerializer.Serialize(identity));

    public void Remove(string name) => StateFile.TryDelete(PathOf(name));

    /// <summary>Kills every recorded process that is still the one recorded, by start time and command line.</summary>
    public void EndOrphans()
    {
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            if (Read(path) is { } recorded && ProcessIdentity.Of(recorded.ProcessId) == recorded) End(recorded);
            StateFile.TryDelete(path);
        }
    }

    private ProcessIdentity? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(File.ReadAllText(path));
        }
        catch (JsonException error)
        {
            _logger.LogWarning(error, "{Path} is not a run record; it was removed, and the process it was about may still run.", path);
            return null;
        }
    }

    private void End(ProcessIdentity orphan)
    {
        try
        {
            using Process process = Process.GetProcessById(orphan.ProcessId);
            process.Kill(entireProcessTree: true);
            process.WaitForExit(TimeSpan.FromSeconds(5));
            _logger.LogWarning("Ended process {ProcessId}, which a killed emulator had left behind.", orphan.ProcessId);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or AggregateException)
        {
            _logger.LogWarning(error, "Process {ProcessId} of a killed emulator could not be ended.", orphan.ProcessId);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, $"{name}.json");
}
