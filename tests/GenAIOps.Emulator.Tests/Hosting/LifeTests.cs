using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Tests.Registry;

namespace GenAIOps.Emulator.Tests.Hosting;

public sealed class LifeTests
{
    [Fact]
    public async Task TheInstanceFileSaysWhereTheEmulatorIsAndIsForItsOwnerOnly()
    {
        await using World world = await World.EmptyAsync();
        string path = Path.Combine(world.State, "instance.json");

        JsonNode instance = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;

        Assert.Equal(["version", "pid", "port", "endpoint", "certificateSha256", "certificatePath", "token", "build", "startedAt"], instance.AsObject().Select(pair => pair.Key));
        Assert.Equal((1, Environment.ProcessId, $"https://127.0.0.1:{world.Instance.Port}"), ((int)instance["version"]!, (int)instance["pid"]!, (string?)instance["endpoint"]));
        Assert.Equal("ok", (await world.Client.SendAsync(HttpMethod.Get, "/healthz", authorization: "")).Text);
        if (OperatingSystem.IsWindows()) return;
        foreach (string secret in new[] { "instance.json", "token", "certificate.pfx" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(world.State, secret)));
        }
    }

    [Fact]
    public async Task PortTokenAndCertificateStayTheSameFromStartToStart()
    {
        await using World world = await World.EmptyAsync();
        EmulatorInstance before = world.Instance;

        await world.RestartAsync();

        Assert.Equal(before, world.Instance);
    }

    [Fact]
    public async Task ASecondEmulatorOnTheSameStateIsRefused()
    {
        await using World world = await World.EmptyAsync();
        using EmulatorProcess second = EmulatorProcess.Start(world.State);

        (int code, string error) = await second.ExitAsync();

        Assert.Equal(6, code);
        Assert.StartsWith($"Another emulator uses the state folder {world.State}", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Equal("ok", (await world.Client.SendAsync(HttpMethod.Get, "/healthz", authorization: "")).Text);
    }

    [Fact]
    public async Task APortThatIsTakenIsRefused()
    {
        using TemporaryFolder state = new();
        using TcpListener other = new(IPAddress.Loopback, FreePort.Next());
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        using EmulatorProcess emulator = EmulatorProcess.Start(state, "--port", port.ToString(CultureInfo.InvariantCulture));

        (int code, string error) = await emulator.ExitAsync();

        Assert.Equal(6, code);
        Assert.StartsWith($"Port {port} of 127.0.0.1 is taken", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.False(File.Exists(Path.Combine(state, "instance.json")));
    }

    [Theory]
    [InlineData("--port 47443", "--state is missing")]
    [InlineData("--state /tmp/x --port 0", "--port '0' is not a number from 1 to 65535")]
    [InlineData("--state", "'--state' has no value")]
    [InlineData("--verbose yes", "'--verbose' is not an option")]
    public void WrongArgumentsAreRefused(string arguments, string because)
    {
        EmulatorExitException refused = Assert.Throws<EmulatorExitException>(() => EmulatorOptions.Parse(arguments.Split(' ')));

        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith(because, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedResourceStopsTheStartAndNothingIsChanged()
    {
        await using World world = await World.EmptyAsync();
        (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        string path = Directory.GetFiles(Path.Combine(world.State, "resources")).Single();
        using TemporaryFolder copy = new();
        string damaged = Path.Combine(Directory.CreateDirectory(Path.Combine(copy, "resources")).FullName, Path.GetFileName(path));
        string half = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))[..40];
        await File.WriteAllTextAsync(damaged, half, TestContext.Current.CancellationToken);
        using EmulatorProcess emulator = EmulatorProcess.Start(copy, "--port", FreePort.Next().ToString(CultureInfo.InvariantCulture));

        (int code, string error) = await emulator.ExitAsync();

        Assert.Equal(6, code);
        Assert.Contains(damaged, error, StringComparison.Ordinal);
        Assert.Contains("./build.sh LocalReset", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Equal(half, await File.ReadAllTextAsync(damaged, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatRanRunsAgainAfterTheEmulatorWasKilledAndNothingIsLeftBehind()
    {
        if (OperatingSystem.IsWindows()) return;
        using TemporaryFolder state = new();
        using EmulatorProcess first = EmulatorProcess.Start(state, "--port", FreePort.Next().ToString(CultureInfo.InvariantCulture));
        using TestClient client = await first.ReadyAsync();
        (string url, int orphan) = await DeployAsync(client);

        await first.KillAsync();
        Assert.NotNull(ProcessIdentity.Of(orphan));
        using EmulatorProcess second = EmulatorProcess.Start(state);
        using TestClient again = await second.ReadyAsync();

        Assert.Null(ProcessIdentity.Of(orphan));
        Answer answer = await again.SendAsync(HttpMethod.Get, $"{url}/pid", authorization: "");
        Assert.NotEqual(orphan, int.Parse(answer.Expect(HttpStatusCode.OK).Text, CultureInfo.InvariantCulture));
        await second.SignalAsync("TERM");
        Assert.Equal(0, (await second.ExitAsync()).Code);
        Assert.Null(ProcessIdentity.Of(int.Parse(answer.Text, CultureInfo.InvariantCulture)));
        Assert.False(File.Exists(Path.Combine(state, "instance.json")));
        Assert.Empty(Directory.GetFiles(Path.Combine(state, "run")));
    }

    [Fact]
    public async Task AProcessThatOnlyHasTheNumberOfAnOrphanIsLeftAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        using TemporaryFolder state = new();
        using Process innocent = Process.Start("sleep", "300");
        try
        {
            ProcessIdentity recorded = ProcessIdentity.Of(innocent.Id)! with { Started = "another time" };
            string run = Directory.CreateDirectory(Path.Combine(state, "run")).FullName;
            string record = Path.Combine(run, "echo--blue.dev.json");
            await File.WriteAllTextAsync(record, System.Text.Json.JsonSerializer.Serialize(recorded), TestContext.Current.CancellationToken);

            await using EmulatorServer server = await EmulatorServer.StartAsync(new EmulatorOptions(state, FreePort.Next()), TestContext.Current.CancellationToken);

            Assert.False(innocent.HasExited);
            Assert.False(File.Exists(record));
        }
        finally
        {
            innocent.Kill();
        }
    }

    [Fact]
    public async Task ACtrlCOfTheBuildDoesNotConcernTheEmulatorAndAStopRequestDoes()
    {
        if (OperatingSystem.IsWindows()) return;
        using TemporaryFolder state = new();
        using EmulatorProcess emulator = EmulatorProcess.Start(state, "--port", FreePort.Next().ToString(CultureInfo.InvariantCulture));
        using TestClient client = await emulator.ReadyAsync();

        await emulator.SignalAsync("INT");
        await emulator.SignalAsync("HUP");
        Assert.Equal("ok", (await client.SendAsync(HttpMethod.Get, "/healthz", authorization: "")).Text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(HttpMethod.Post, "/emulator/stop", authorization: "")).Status);

        (await client.SendAsync(HttpMethod.Post, "/emulator/stop")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(0, (await emulator.ExitAsync()).Code);
        Assert.False(File.Exists(Path.Combine(state, "instance.json")));
    }

    private static async Task<(string Url, int Pid)> DeployAsync(TestClient client)
    {
        string authority = new Uri(client.Endpoint).Authority;
        (await client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await client.PutAsync(World.Environment, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        string image = await new TestRegistry(client, authority).PushWorkloadAsync("echo");
        (await client.PutAsync(World.App, World.Body("blue", image))).Expect(HttpStatusCode.Created);
        string url = $"https://echo.dev.localhost:{new Uri(client.Endpoint).Port}";
        Answer answer = await client.SendAsync(HttpMethod.Get, $"{url}/pid", authorization: "");
        await Eventually.TrueAsync("the app is deployed", async () => (string?)(await client.GetAsync(World.App)).Json["properties"]!["provisioningState"] is "Succeeded");
        return (url, int.Parse(answer.Expect(HttpStatusCode.OK).Text, CultureInfo.InvariantCulture));
    }
}
