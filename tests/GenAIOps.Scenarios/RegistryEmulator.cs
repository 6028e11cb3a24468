using System.Diagnostics;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Scenarios;

/// <summary>The emulator as a process of its own, for its registry.</summary>
internal sealed class RegistryEmulator : IRegistryPart
{
    private readonly string _state = Directory.CreateTempSubdirectory("genaiops-").FullName;
    private readonly Process _process;

    private RegistryEmulator() =>
        _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GenAIOps.Emulator.dll"), "--state", _state, "--port", $"{RealPart.FreePort()}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public JsonNode Instance { get; private set; } = null!;

    public string Server => $"127.0.0.1:{(int)Instance["port"]!}";

    public string Token => (string)Instance["token"]!;

    public string Certificate => (string)Instance["certificatePath"]!;

    public string[] SkopeoOptions(string side) => [$"--{side}-tls-verify=false", $"--{side}-creds", $"00000000-0000-0000-0000-000000000000:{Token}"];

    public string[] OrasOptions => ["--ca-file", Certificate, "--username", "00000000-0000-0000-0000-000000000000", "--password", Token];

    private string InstancePath => Path.Combine(_state, "instance.json");

    public static async Task<RegistryEmulator> StartAsync()
    {
        var emulator = new RegistryEmulator();
        emulator._process.BeginErrorReadLine();
        emulator._process.BeginOutputReadLine();
        emulator.Instance = await RealPart.AwaitAsync(emulator._process, async () =>
            File.Exists(emulator.InstancePath) ? JsonNode.Parse(await File.ReadAllTextAsync(emulator.InstancePath, TestContext.Current.CancellationToken)) : null);
        return emulator;
    }

    public RegistryClient Client(string repository, RegistryOptions? options = null) => new(AzureCloud.Emulator(InstancePath), Server, repository, options);

    public async ValueTask DisposeAsync()
    {
        await RealPart.EndAsync(_process);
        _process.Dispose();
        Directory.Delete(_state, recursive: true);
    }
}
