using System.Diagnostics;
using System.Globalization;

namespace GenAIOps.Benchmarks;

/// <summary>What a process took, as the system counts: read while it runs, ten times a second.</summary>
/// <param name="Seconds">From start to end.</param>
/// <param name="Cpu">Seconds of processor time, user and system.</param>
/// <param name="Memory">The most that was resident, MB.</param>
/// <param name="ExitCode">As it ended.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record Watched(double Seconds, double Cpu, double Memory, int ExitCode, string Output)
{
    private const double ClockTicks = 100;

    /// <param name="info">What is started.</param>
    /// <param name="killAfter">It is killed (SIGKILL) when this has passed; null: it ends by itself.</param>
    public static async Task<Watched> RunAsync(ProcessStartInfo info, TimeSpan? killAfter = null)
    {
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"'{info.FileName}' could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var end = process.WaitForExitAsync();
        double cpu = 0, memory = 0;
        while (await Task.WhenAny(end, Task.Delay(killAfter is null ? 100 : 10)) != end)
        {
            (cpu, memory) = Read(process.Id, cpu, memory);
            if (killAfter is { } time && Stopwatch.GetElapsedTime(started) >= time && !process.HasExited)
            {
                process.Kill();
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Watched(seconds, cpu, memory, process.ExitCode, await output + await errors);
    }

    private static (double Cpu, double Memory) Read(int id, double cpu, double memory)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            // The name, in brackets, may hold blanks.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            cpu = (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / ClockTicks;
            var peak = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return (cpu, peak is null ? memory : double.Parse(peak[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            // It has just ended, or the system has no such files.
            return (cpu, memory);
        }
    }
}
