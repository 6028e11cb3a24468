using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Tests.Registry;

namespace GenAIOps.Emulator.Tests.Hosting;

public sealed class FullDiskTests
{
    [Fact]
    public void AFullDiskIsToldFromOtherErrors()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");

        IOException full = Assert.ThrowsAny<IOException>(() =>
        {
            using FileStream device = new("/dev/full", FileMode.Open, FileAccess.Write);
            device.Write(new byte[100_000]);
            device.Flush();
        });

        Assert.True(StateFile.IsFull(full), $"{full.HResult}: {full.Message}");
        Assert.False(StateFile.IsFull(new FileNotFoundException()));
    }

    [Fact]
    public async Task AFullDiskIsSaidAndHarmsNothing()
    {
        Assert.SkipUnless(await MayMountAsync(), "This user may not mount a disk of its own (unshare -rm, tmpfs).");
        using TemporaryFolder state = new();
        using EmulatorProcess emulator = EmulatorProcess.StartOnSmallDisk(state, 1 << 20, "--port", FreePort.Next().ToString(CultureInfo.InvariantCulture));
        using TestClient client = await emulator.ReadyAsync();
        (await client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);

        Answer resource = await client.PatchAsync(World.Group, new JsonObject { ["tags"] = new JsonObject { ["large"] = new string('x', 2_000_000) } });
        Assert.Equal((507, "InsufficientStorage"), ((int)resource.Status, resource.ErrorCode));
        Assert.Contains("Free some space", resource.ErrorMessage, StringComparison.Ordinal);
        Assert.Null((await client.GetAsync(World.Group)).Expect(HttpStatusCode.OK).Json["tags"]);
        Assert.Single(Directory.GetFiles(Path.Combine(emulator.Seen, "resources")));

        TestRegistry registry = new(client, new Uri(client.Endpoint).Authority);
        byte[] blob = new byte[3_000_000];
        Answer upload = await registry.SendAsync(HttpMethod.Post, "echo", $"blobs/uploads/?digest={TestRegistry.DigestOf(blob)}", TestRegistry.Bytes(blob));
        Assert.Equal((507, "INSUFFICIENT_STORAGE"), ((int)upload.Status, (string?)upload.Json["errors"]![0]!["code"]));
        Assert.Empty(Directory.GetFiles(Path.Combine(emulator.Seen, "registry"), "*", SearchOption.AllDirectories));

        (await client.PatchAsync(World.Group, new JsonObject { ["tags"] = new JsonObject { ["small"] = "fits" } })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AStartOnAFullDiskIsRefused()
    {
        Assert.SkipUnless(await MayMountAsync(), "This user may not mount a disk of its own (unshare -rm, tmpfs).");
        using TemporaryFolder state = new();
        using EmulatorProcess emulator = EmulatorProcess.StartOnSmallDisk(state, 4096, "--port", FreePort.Next().ToString(CultureInfo.InvariantCulture));

        (int code, string error) = await emulator.ExitAsync();

        Assert.Equal(6, code);
        Assert.Contains("is full", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static async Task<bool> MayMountAsync()
    {
        if (!OperatingSystem.IsLinux()) return false;
        using TemporaryFolder folder = new();
        using Process trial = Process.Start(new ProcessStartInfo("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", folder]) { RedirectStandardError = true })!;
        await trial.WaitForExitAsync(TestContext.Current.CancellationToken);
        return trial.ExitCode == 0;
    }
}
