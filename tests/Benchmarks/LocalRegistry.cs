using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Core;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Benchmarks;

/// <summary>Debian's docker-registry on a free port of the loopback, where everyone may do everything.</summary>
internal sealed class LocalRegistry : IAsyncDisposable
{
    private readonly Process _process;

    private readonly string _folder;

    private LocalRegistry(Process process, string server, string folder) => (_process, Server, _folder) = (process, server, folder);

    /// <summary>Host and port.</summary>
    public string Server { get; }

    public static async Task<LocalRegistry> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var server = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        var config = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(config, $"version: 0.1\nlog: {{level: error, accesslog: {{disabled: true}}}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\nhttp: {{addr: {server}}}\n");
        // What it says goes nowhere: reading it would hold two threads of the pool that is measured.
        var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec docker-registry serve \"$1\" >/dev/null 2>&1", "sh", config]))!;
        using HttpClient http = new();
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20));
        while (await timer.WaitForNextTickAsync())
        {
            if (process.HasExited) throw new InvalidOperationException("docker-registry ended before it was ready.");
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{server}/v2/"));
                break;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        return new LocalRegistry(process, server, folder);
    }

    public static RegistryClient Client(string server, string repository)
    {
        var nobody = DelegatedTokenCredential.Create((_, _) => throw new InvalidOperationException("This registry is not Azure's."));
        return new RegistryClient(AzureCloud.At("none", new Uri("https://arm.example/"), nobody), $"http://{server}", repository, new RegistryOptions { Credentials = RegistryCredentials.Anonymous });
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        // What it kept would else be written to the disk while the next one is measured.
        Directory.Delete(_folder, recursive: true);
    }
}
