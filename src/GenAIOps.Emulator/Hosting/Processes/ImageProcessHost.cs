using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Registry;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Runs images as processes; none outlives this object, nor the next emulator's start if this one is killed.</summary>
internal sealed class ImageProcessHost(EmulatorInstance instance, ImageStore images, WorkloadTokens identities, RunRecords records, TimeProvider time)
    : ProcessHost, IAsyncDisposable
{
    /// <summary>Time that workloads have to end when the emulator stops.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(10);
    /// <summary>All that a workload sees of the environment of the emulator: nothing of its user's secrets.</summary>
    private static readonly string[] Inherited =
        ["PATH", "HOME", "USERPROFILE", "DOTNET_ROOT", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT"];

    private readonly ConcurrentDictionary<string, HostProcess> _running = new(StringComparer.Ordinal);
    private readonly Lock _launches = new();
    private readonly Ports _ports = new();
    private readonly Readiness _readiness = new();
    private bool _closing;

    public override async Task<RunningProcess> StartAsync(ImageStart start, CancellationToken cancellationToken)
    {
        UnpackedImage image = await images.UnpackAsync(start.Image, cancellationToken);
        ImageCommand command = ImageCommand.Resolve(image, start);
        HostProcess process;
        lock (_launches)
        {
            if (_closing) throw new OperationCanceledException("The emulator is stopping; it starts nothing more.");
            process = Launch(start, image, command);
        }
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ready = _readiness.WaitAsync(process.Address, start.ReadinessPath, deadline.Token);
        Task late = Task.Delay(StartDeadline, time, deadline.Token);
        Task first = await Task.WhenAny(ready, process.Exited, late);
        if (first == ready && ready.IsCompletedSuccessfully && !process.Exited.IsCompleted)
        {
            await deadline.CancelAsync();
            return process;
        }
        string problem = process.Exited.IsCompleted
            ? $"it exited with code {await process.Exited} before it was ready"
            : $"it was not ready after {StartDeadline.TotalSeconds:0} s ({Probe(start)})";
        await deadline.CancelAsync();
        process.Kill();
        await process.Exited;
        cancellationToken.ThrowIfCancellationRequested();
        string tail = process.LogTail();
        throw new WorkloadStartException($"'{start.Name}' did not start: {problem}. Its log, {process.LogPath}, ends: {(tail is "" ? "(it printed nothing)" : "\n" + tail)}");
    }

    public async ValueTask DisposeAsync()
    {
        lock (_launches) _closing = true;
        await Task.WhenAll(_running.Values.Select(process => process.StopAsync(StopTime, CancellationToken.None)));
        _readiness.Dispose();
    }

    private HostProcess Launch(ImageStart start, UnpackedImage image, ImageCommand command)
    {
        int port = _ports.Take();
        string identity = identities.Register(start.Name, start.IdentityOwner);
        WorkloadLog? log = null;
        void Release()
        {
            _running.TryRemove(start.Name, out _);
            records.Remove(start.Name);
            identities.Forget(identity);
            _ports.Return(port);
        }
        try
        {
            log = new WorkloadLog(Path.Combine(instance.State, "logs", $"{start.Name}.log"));
            Process process = Process.Start(StartInfo(start, image, command, port, identity))
                ?? throw new WorkloadStartException($"'{start.Name}' did not start: the system made no process for {command.FileName}.");
            process.StandardInput.Close();
            log.Follow(process);
            HostProcess running = new(process, log, start, port, time.GetUtcNow(), Release);
            _running[start.Name] = running;
            if (ProcessIdentity.Of(running.ProcessId) is { } known && !running.Exited.IsCompleted) Record(start.Name, known, running);
            return running;
        }
        catch (Win32Exception error)
        {
            log?.Dispose();
            Release();
            throw new WorkloadStartException($"'{start.Name}' did not start: {command.FileName}: {error.Message}", error);
        }
    }

    private void Record(string name, ProcessIdentity identity, HostProcess running)
    {
        try
        {
            records.Save(name, identity);
            if (running.Exited.IsCompleted) records.Remove(name);
        }
        catch (IOException)
        {
            running.Kill();
            throw;
        }
    }

    private ProcessStartInfo StartInfo(ImageStart start, UnpackedImage image, ImageCommand command, int port, string identity)
    {
        ProcessStartInfo info = new(command.FileName, command.Arguments)
        {
            WorkingDirectory = command.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment.Clear();
        foreach ((string key, string value) in image.Config.Environment) info.Environment[key] = value;
        foreach (string key in Inherited)
        {
            if (Environment.GetEnvironmentVariable(key) is { } value) info.Environment[key] = value;
        }
        foreach ((string key, string value) in start.Environment) info.Environment[key] = value;
        // The image's own ports are the container's; here the address is the emulator's to choose.
        info.Environment.Remove("ASPNETCORE_HTTP_PORTS");
        info.Environment.Remove("ASPNETCORE_HTTPS_PORTS");
        info.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        info.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        info.Environment["IDENTITY_ENDPOINT"] = instance.Endpoint + ManagedIdentityService.Path;
        info.Environment["IDENTITY_HEADER"] = identity;
        info.Environment["SSL_CERT_FILE"] = instance.CertificatePath;
        info.Environment["APPLICATIONINSIGHTS_STATSBEAT_DISABLED"] = "true";
        return info;
    }

    private static string Probe(ImageStart start) =>
        start.ReadinessPath is null ? "its port does not accept connections" : $"GET {start.ReadinessPath} does not answer 2xx or 3xx";
}
