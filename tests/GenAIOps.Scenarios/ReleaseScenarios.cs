using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace GenAIOps.Scenarios;

/// <summary>The compiled build, run as a process against an emulator of its own, as a user runs it.</summary>
public sealed class ReleaseScenarios
{
    private const string Question = "How long do I have to return an item?";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FromSourceToProductionAndOn()
    {
        await using var world = World.Create();
        (await world.BuildAsync()).MustEndWith(0);

        // Promoted, not rebuilt: what was built, what was judged and what serves are one digest.
        var digest = (string?)world.Artifact("image.json")["digest"];
        Assert.Equal(digest, (string?)world.Artifact("evaluation/summary.json")["subject"]!["digest"]);
        Assert.Equal(digest, (string?)(await world.ProdVersionAsync())["image_digest"]);
        Assert.Equal("Released", (string?)world.Artifact("release.json")["outcome"]);
        Assert.True((bool)(await world.AskProdAsync(Question))["answered"]!);
        var counts = world.Artifact("evaluation/summary.json")["counts"]!;
        Assert.Equal(200, (int)counts["sent"]!);
        Assert.Equal(200, (int)counts["passed"]! + (int)counts["failed"]! + (int)counts["errored"]! + (int)counts["skipped"]!);

        // Nothing changed: nothing is released, PROD is the same revision.
        var before = (string?)(await world.ProdVersionAsync())["revision"];
        (await world.BuildAsync()).MustEndWith(0);
        Assert.Equal("Unchanged", (string?)world.Artifact("release.json")["outcome"]);
        Assert.Equal(before, (string?)(await world.ProdVersionAsync())["revision"]);

        // A changed prompt releases a second revision, and clients notice nothing.
        world.Edit("src/SupportAgent/prompts/system.md", text => text.Replace("in at most 2 sentences", "in at most 3 sentences", StringComparison.Ordinal));
        await using (var users = new Users(world))
        {
            (await world.BuildAsync()).MustEndWith(0);
            await users.StopAsync();
            Assert.True(users.Sent > 500, $"{users.Sent} requests");
            Assert.Empty(users.Failures);
        }

        Assert.NotEqual(before, (string?)(await world.ProdVersionAsync())["revision"]);
        Assert.Equal(digest, (string?)world.Artifact("release.json")["from"]!["digest"]);
        Assert.Equal(digest, (string?)world.Artifact("evaluation/summary.json")["baseline"]!["digest"]);

        // A bad prompt is stopped in QA, and PROD does not move.
        var good = (string?)(await world.ProdVersionAsync())["revision"];
        var kept = await File.ReadAllTextAsync(world.Prompt, Ct);
        await File.WriteAllTextAsync(world.Prompt, "Answer everything in one word.\n", Ct);
        (await world.BuildAsync()).MustEndWith(4);
        Assert.Equal(good, (string?)(await world.ProdVersionAsync())["revision"]);

        // A gate that can fail: without an evaluation there is no release, whatever is skipped.
        await File.WriteAllTextAsync(world.Prompt, kept + "\n- Be polite.\n", Ct);
        (await world.BuildAsync("ReleaseProd", "--skip", "EvaluateQa")).MustEndWith(3);
        Assert.Equal(good, (string?)(await world.ProdVersionAsync())["revision"]);

        // Nor without a person, where a person is asked for.
        (await world.BuildAsync("--approve", "ask")).MustEndWith(3);
        Assert.Equal(good, (string?)(await world.ProdVersionAsync())["revision"]);

        // Back to the revision before.
        (await world.BuildAsync("Rollback")).MustEndWith(0);
        Assert.Equal(before, (string?)(await world.ProdVersionAsync())["revision"]);

        // The emulator is killed: the next build brings PROD back.
        using (var emulator = Process.GetProcessById((int)world.Instance()!["pid"]!))
        {
            emulator.Kill();
            await emulator.WaitForExitAsync(Ct);
        }

        (await world.BuildAsync("LocalUp")).MustEndWith(0);
        Assert.Equal(before, (string?)(await world.ProdVersionAsync())["revision"]);
    }

    [Fact]
    public async Task MistakesGetOneLineAndTheirExitCode()
    {
        await using var world = World.Create();
        Assert.Contains("ReleaseProd", (await world.BuildAsync("RelaseProd")).MustEndWith(2).Output, StringComparison.Ordinal);
        Assert.Contains("emulator", (await world.BuildAsync("--cloud", "aws")).MustEndWith(2).Output, StringComparison.Ordinal);

        using (var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            taken.Start();
            var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
            Assert.Contains($"{port}", (await world.BuildAsync("LocalUp", "--emulator-port", $"{port}")).MustEndWith(6).Output, StringComparison.Ordinal);
        }

        world.Edit("src/SupportAgent/Program.cs", text => text + "this does not compile");
        Assert.Contains("do not compile", (await world.BuildAsync("Test")).MustEndWith(1).Output, StringComparison.Ordinal);
    }

    /// <summary>50 requests a second, ten of them event streams.</summary>
    private sealed class Users : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly HttpClient _http;
        private readonly Task _work;
        private readonly ConcurrentBag<Task> _open = [];
        private int _sent;

        public Users(World world)
        {
            _http = world.Prod();
            _work = WorkAsync();
        }

        public ConcurrentBag<string> Failures { get; } = [];

        public int Sent => _sent;

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _work;
            await Task.WhenAll(_open);
        }

        public ValueTask DisposeAsync()
        {
            _http.Dispose();
            _stop.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task WorkAsync()
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            try
            {
                while (await beat.WaitForNextTickAsync(_stop.Token))
                {
                    _open.Add(AskAsync(stream: _sent % 5 == 0));
                    _sent++;
                }
            }
            catch (OperationCanceledException)
            {
                // The release is over.
            }
        }

        private async Task AskAsync(bool stream)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "ask") { Content = JsonContent.Create(new { question = Question }) };
                if (stream)
                {
                    request.Headers.Accept.ParseAdd("text/event-stream");
                }

                using var response = await _http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if (!response.IsSuccessStatusCode || (stream && !text.Contains("event: done", StringComparison.Ordinal)))
                {
                    Failures.Add($"{(int)response.StatusCode}: {text}");
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
            {
                Failures.Add(e.Message);
            }
        }
    }
}
