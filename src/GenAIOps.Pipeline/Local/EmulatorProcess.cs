using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Local;

/// <summary>
/// Starts, finds and stops the emulator of one repository. It outlives the build, so it runs from a copy of its own
/// binaries: the next compilation must not replace them under it.
/// </summary>
/// <param name="root">The folder that holds <c>.genaiops/</c>.</param>
/// <param name="binaries">Where the build put <c>GenAIOps.Emulator.dll</c>.</param>
/// <param name="port">Asked for by the user; null leaves the choice to the emulator, which keeps it from then on.</param>
internal sealed class EmulatorProcess(string root, string binaries, int? port)
{
    private const string Assembly = "GenAIOps.Emulator.dll";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public string State { get; } = Path.Combine(root, ".genaiops", "emulator");

    public string InstancePath => Path.Combine(State, "instance.json");

    private string LogPath => Path.Combine(root, ".genaiops", "emulator.log");

    /// <summary>The instance that answers now; null when none does.</summary>
    public async Task<EmulatorInstance?> StatusAsync(CancellationToken cancellationToken) =>
        EmulatorInstance.Read(InstancePath) is { IsRunning: true } instance && await AnswersAsync(instance, cancellationToken) ? instance : null;

    /// <summary>Makes sure that an emulator of this build runs, and returns it.</summary>
    /// <exception cref="ExitCodeException">Exit code 6: it could not be started; the message holds its last words.</exception>
    public async Task<(EmulatorInstance Instance, bool Started)> UpAsync(CancellationToken cancellationToken)
    {
        var build = await BuildAsync(cancellationToken);
        if (await StatusAsync(cancellationToken) is { } running)
        {
            if (port is { } wanted && wanted != running.Port)
            {
                throw Unusable($"The emulator already runs on port {running.Port}, and --emulator-port asks for {wanted}. Stop it first (./build.sh LocalDown), or leave the option out.");
            }

            if (IsOf(build, running)) return (running, false);
            await DownAsync(cancellationToken);
        }

        return (await StartAsync(build, cancellationToken), true);
    }

    /// <summary>Whether <see cref="UpAsync"/> would find what it needs, and start or stop nothing.</summary>
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken) =>
        await StatusAsync(cancellationToken) is { } running && (port is null || port == running.Port) && IsOf(await BuildAsync(cancellationToken), running);

    /// <summary>Of the emulator's binaries, 16 hex digits.</summary>
    private async Task<string> BuildAsync(CancellationToken cancellationToken)
    {
        var source = Path.Combine(binaries, Assembly);
        return File.Exists(source)
            ? Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(source, cancellationToken)))[..16]
            : throw Unusable($"The emulator is not built: {source} is missing. Run ./build.sh again, it compiles it.");
    }

    private bool IsOf(string build, EmulatorInstance running) => File.Exists(Path.Combine(BinariesOf(build), $".{running.Pid}"));

    /// <summary>Stops it gracefully: answers in flight finish. Returns whether one was running.</summary>
    public async Task<bool> DownAsync(CancellationToken cancellationToken)
    {
        if (await StatusAsync(cancellationToken) is not { } instance)
        {
            return false;
        }

        using (var client = Client(instance, TimeSpan.FromSeconds(10)))
        {
            try
            {
                using var response = await client.PostAsync(new Uri("emulator/stop", UriKind.Relative), null, cancellationToken);
            }
            catch (HttpRequestException)
            {
                // It may be gone before it has answered; what counts is that it ends.
            }
        }

        if (!await UntilAsync(() => Task.FromResult(!instance.IsRunning), StopDeadline, cancellationToken))
        {
            throw Unusable($"The emulator (process {instance.Pid}) did not stop within {StopDeadline.TotalSeconds:0} s. Its state is safe. End it with: kill {instance.Pid}");
        }

        return true;
    }

    /// <summary>Stops it and deletes its state: images, revisions, telemetry, certificate. Signing keys are kept.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        await DownAsync(cancellationToken);
        if (Directory.Exists(State))
        {
            Directory.Delete(State, recursive: true);
        }
    }

    private async Task<EmulatorInstance> StartAsync(string build, CancellationToken cancellationToken)
    {
        var bin = BinariesOf(build);
        try
        {
            CopyBinaries(bin);
            Directory.CreateDirectory(State);
            File.Delete(InstancePath);
        }
        catch (IOException e)
        {
            throw Unusable($"The emulator's folder {Path.Combine(root, ".genaiops")} cannot be written: {e.Message} Make room there, then run the same command again.");
        }

        var logStart = File.Exists(LogPath) ? new FileInfo(LogPath).Length : 0;
        using var process = Spawn(Path.Combine(bin, Assembly));
        EmulatorInstance? instance = null;
        var ready = await UntilAsync(
            async () => (instance = EmulatorInstance.Read(InstancePath)) is not null && await AnswersAsync(instance, cancellationToken) || HasGivenUp(process),
            StartDeadline,
            cancellationToken);
        if (!ready || instance is null || !instance.IsRunning)
        {
            throw Unusable(LastWords(logStart) ?? $"The emulator did not start within {StartDeadline.TotalSeconds:0} s. What it printed is in {LogPath}.");
        }

        await File.WriteAllTextAsync(Path.Combine(bin, $".{instance.Pid}"), "", cancellationToken);
        return instance;
    }

    private string BinariesOf(string build) => Path.Combine(root, ".genaiops", "bin", build);

    private void CopyBinaries(string target)
    {
        if (File.Exists(Path.Combine(target, ".complete")))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(binaries, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(binaries, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        File.WriteAllText(Path.Combine(target, ".complete"), "");
    }

    /// <summary>
    /// A child that holds none of our standard streams, so that <c>./build.sh | tee log</c> ends when the build does.
    /// The shell puts it in the background and prints nothing; the emulator takes a session of its own.
    /// </summary>
    private Process Spawn(string assembly)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        List<string> arguments = [assembly, "--state", State];
        if (port is { } wanted)
        {
            arguments.AddRange(["--port", $"{wanted}"]);
        }

        ProcessStartInfo start;
        if (OperatingSystem.IsWindows())
        {
            start = new ProcessStartInfo(dotnet, arguments) { UseShellExecute = true, WindowStyle = ProcessWindowStyle.Hidden };
        }
        else
        {
            start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", LogPath, dotnet, .. arguments]);
        }

        start.WorkingDirectory = root;
        return Process.Start(start) ?? throw Unusable($"The emulator could not be started: {dotnet} {assembly}");
    }

    private static bool HasGivenUp(Process process) => process.HasExited && process.ExitCode != 0;

    private string? LastWords(long from)
    {
        if (!File.Exists(LogPath))
        {
            return null;
        }

        using var log = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(Math.Min(from, log.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(line => !char.IsWhiteSpace(line[0]))?.TrimEnd();
    }

    private static async Task<bool> AnswersAsync(EmulatorInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            using var client = Client(instance, TimeSpan.FromSeconds(5));
            using var response = await client.GetAsync(new Uri("healthz", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static HttpClient Client(EmulatorInstance instance, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(instance.CertificatePath) },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri(instance.Endpoint, "/"), Timeout = timeout };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", instance.Token);
        return client;
    }

    private static async Task<bool> UntilAsync(Func<Task<bool>> condition, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < deadline)
        {
            if (await condition())
            {
                return true;
            }

            await Task.Delay(Poll, cancellationToken);
        }

        return false;
    }

    private static ExitCodeException Unusable(string message) => new(ExitCodes.CloudUnusable, message);
}
