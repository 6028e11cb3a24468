using System.Diagnostics;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Tests.Hosting;

/// <summary>The emulator as a process of its own, to be killed.</summary>
internal sealed class EmulatorProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _state;

    private EmulatorProcess(Process process, string state) => (_process, _state) = (process, state);

    public int Id => _process.Id;
    /// <summary>The state folder as the emulator sees it.</summary>
    public string Seen => OperatingSystem.IsLinux() ? $"/proc/{Id}/root{_state}" : _state;

    public static EmulatorProcess Start(string state, params string[] arguments) =>
        Start(new ProcessStartInfo("dotnet", [Assembly, "--state", state, .. arguments]), state);

    /// <summary>Starts it on a disk of its own, which only it sees and which is full after that many bytes.</summary>
    public static EmulatorProcess StartOnSmallDisk(string state, int bytes, params string[] arguments)
    {
        string script = $"mount -t tmpfs -o size={bytes} tmpfs \"$1\" && shift && exec dotnet \"$@\"";
        return Start(new ProcessStartInfo("unshare", ["-rm", "bash", "-c", script, "emulator", state, Assembly, "--state", state, .. arguments]), state);
    }

    private static string Assembly => typeof(EmulatorServer).Assembly.Location;

    private static EmulatorProcess Start(ProcessStartInfo info, string state)
    {
        info.RedirectStandardError = info.RedirectStandardOutput = true;
        return new EmulatorProcess(Process.Start(info)!, state);
    }

    /// <summary>Waits until it is ready, as its users do: by its file.</summary>
    public async Task<TestClient> ReadyAsync()
    {
        string path = Path.Combine(Seen, "instance.json");
        JsonNode instance = await Eventually.GetAsync("instance.json", async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException($"The emulator exited with {_process.ExitCode}: {await _process.StandardError.ReadToEndAsync()}");
            return File.Exists(path) && JsonNode.Parse(await File.ReadAllTextAsync(path)) is { } read && (int)read["pid"]! == Id ? read : null;
        });
        return TestClient.For(instance, Seen);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code and what it said on stderr.</returns>
    public async Task<(int Code, string Error)> ExitAsync()
    {
        string error = await _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, error);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        _process.Dispose();
    }
}
