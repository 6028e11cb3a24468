using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azure.Core;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Scenarios;

/// <summary>A registry that runs as a process of its own.</summary>
internal interface IRegistryPart : IAsyncDisposable
{
    /// <summary>As other clients name it: host and port.</summary>
    string Server { get; }

    /// <summary>What skopeo needs to use it as the <c>src</c> or the <c>dest</c> of a copy.</summary>
    string[] SkopeoOptions(string side);

    /// <summary>What oras needs to use it.</summary>
    string[] OrasOptions { get; }

    RegistryClient Client(string repository, RegistryOptions? options = null);
}

/// <summary>Programs of this machine that others wrote.</summary>
internal static class RealPart
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Skips the test where a program is absent.</summary>
    public static void Need(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/sbin");
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"'{program}' is not installed on this machine.");
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new Win32Exception(program);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {arguments[0]} ended with {process.ExitCode}:\n{await errors}\n{await output}");
        return await output;
    }

    /// <summary>Ends when what is asked for is there, or the process that shall make it has ended.</summary>
    public static async Task<T> AwaitAsync<T>(Process process, Func<Task<T?>> ask) where T : class
    {
        using var longest = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        longest.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            Assert.False(process.HasExited, $"{process.StartInfo.FileName} ended before it was ready.");
            if (await ask() is { } there)
            {
                return there;
            }

            await timer.WaitForNextTickAsync(longest.Token);
        }
    }

    public static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}

/// <summary>Debian's docker-registry: Distribution 2.8, which has no referrers API.</summary>
internal sealed class DockerRegistry : IRegistryPart
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-").FullName;
    private readonly int _port = RealPart.FreePort();
    private Process _process = null!;

    private DockerRegistry()
    {
    }

    public string Server => $"127.0.0.1:{_port}";

    public string[] SkopeoOptions(string side) => [$"--{side}-tls-verify=false"];

    public string[] OrasOptions => ["--plain-http"];

    /// <summary>Where it keeps its files.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <param name="users">Lines of an htpasswd file; null: everyone may do everything.</param>
    public static async Task<DockerRegistry> StartAsync(string? users = null)
    {
        RealPart.Need("docker-registry");
        var registry = new DockerRegistry();
        var auth = "";
        if (users is not null)
        {
            var file = Path.Combine(registry._folder, "users");
            await File.WriteAllTextAsync(file, users, TestContext.Current.CancellationToken);
            auth = $"auth: {{htpasswd: {{realm: test, path: {file}}}}}\n";
        }

        await File.WriteAllTextAsync(Path.Combine(registry._folder, "config.yml"), $$$$"""
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: {{{{registry.Data}}}}}, delete: {enabled: true}}
            http: {addr: {{{{registry.Server}}}}}
            {{{{auth}}}}
            """, TestContext.Current.CancellationToken);
        await registry.StartProcessAsync();
        return registry;
    }

    public RegistryClient Client(string repository, RegistryOptions? options = null)
    {
        var nobody = DelegatedTokenCredential.Create((_, _) => throw new InvalidOperationException("This registry is not Azure's."));
        var cloud = AzureCloud.At("none", new Uri("https://arm.example/"), nobody, retryDelay: TimeSpan.FromMilliseconds(300));
        return new RegistryClient(cloud, $"http://{Server}", repository, options ?? new RegistryOptions { Credentials = RegistryCredentials.Anonymous });
    }

    public async Task StartProcessAsync()
    {
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", Path.Combine(_folder, "config.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        using var http = new HttpClient();
        await RealPart.AwaitAsync(_process, async () =>
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{Server}/v2/"), TestContext.Current.CancellationToken);
                return response.Headers.ToString();
            }
            catch (HttpRequestException)
            {
                return null;
            }
        });
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RealPart.EndAsync(_process);
        }
        catch (InvalidOperationException)
        {
            // It was killed by the test.
        }

        Directory.Delete(_folder, recursive: true);
    }
}
