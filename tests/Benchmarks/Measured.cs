using System.Diagnostics;

namespace GenAIOps.Benchmarks;

/// <summary>A command, run in a folder.</summary>
internal sealed record Subject(string Name, string Folder, string[] Command)
{
    /// <summary>Done before each run, outside of its time.</summary>
    public Action Before { get; init; } = () => { };
}

/// <summary>How long a command took, in seconds.</summary>
internal sealed record Measured(string Name, IReadOnlyList<double> Seconds)
{
    public double Median => Seconds.Order().ElementAt(Seconds.Count / 2);
    public double Least => Seconds.Min();
    public double Most => Seconds.Max();

    /// <summary>Each command in turn, round after round, after one round that does not count where there are several.</summary>
    public static async Task<IReadOnlyList<Measured>> ByTurnsAsync(int rounds, params Subject[] subjects)
    {
        var times = subjects.ToDictionary(x => x, _ => new List<double>());
        for (var round = rounds > 1 ? -1 : 0; round < rounds; round++)
        {
            foreach (var subject in subjects)
            {
                subject.Before();
                var start = Stopwatch.GetTimestamp();
                await OnceAsync(subject.Folder, subject.Command);
                if (round >= 0) times[subject].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return [.. subjects.Select(x => new Measured(x.Name, times[x]))];
    }

    /// <exception cref="InvalidOperationException">It failed: a time of it would mean nothing.</exception>
    public static async Task OnceAsync(string folder, params string[] command)
    {
        ProcessStartInfo info = new(command[0] == "./build.sh" ? Path.Combine(folder, "build.sh") : command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(info) ?? throw new InvalidOperationException($"'{command[0]}' could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var text = await output + await errors;
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {process.ExitCode}:\n{text}");
    }
}
