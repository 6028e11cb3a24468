using System.Diagnostics;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Registry;

namespace GenAIOps.Scenarios;

/// <summary>The emulator's registry as Microsoft's own client sees it, and what that client writes as ours sees it.</summary>
public sealed class RegistryMicrosoft
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadsWhatOursWroteAndWritesWhatOursReads()
    {
        RealPart.Need("node");
        var folder = ScriptFolder();
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules")), "@azure/container-registry is not installed: run 'npm ci --ignore-scripts' in tests/GenAIOps.Scenarios/js.");
        await using var emulator = await RegistryEmulator.StartAsync();
        using var app = new RegistryImage();
        var image = app.Build();
        await ImagePush.PushAsync(emulator.Client("team/agent"), image, "v1", Ct);

        var seen = JsonNode.Parse(await RunAsync(Path.Combine(folder, "registry.mjs"), emulator))!;

        Assert.Equal(image.Digest, (string?)seen["digest"]);
        Assert.Equal(image.Layers.Sum(layer => layer.Size) + image.Config.Size, (long)seen["bytes"]!);
        Assert.Equal(["team/agent"], seen["repositories"]!.AsArray().Select(each => (string)each!));
        Assert.Equal((2, 2), ((int)seen["manifestCount"]!, (int)seen["tagCount"]!));
        Assert.Equal(["v1", "written"], seen["tags"]!.AsArray().Select(each => (string)each!));
        var written = (string)seen["written"]!;
        Assert.Equal(new[] { image.Digest, written }.Order(), seen["manifests"]!.AsArray().Select(each => (string)each!).Order());

        var client = emulator.Client("team/agent");
        var manifest = await client.GetManifestAsync(written, Ct);
        Assert.Equal(manifest!.Content.Length + (9 << 20) + 2, (long)seen["size"]!);
        Assert.Equal(9 << 20, (await client.GetBlobAsync((string)seen["layer"]!, Ct)).Length);
        Assert.Null(await client.GetManifestAsync("written", Ct));
    }

    private static async Task<string> RunAsync(string script, RegistryEmulator emulator)
    {
        var start = new ProcessStartInfo("node", [script, $"https://{emulator.Server}", emulator.Token, "team/agent", "v1"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_EXTRA_CA_CERTS"] = emulator.Certificate;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, $"Microsoft's client failed:\n{await errors}");
        return await output;
    }

    private static string ScriptFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GenAIOps.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        }

        return Path.Combine(folder, "tests", "GenAIOps.Scenarios", "js");
    }
}
