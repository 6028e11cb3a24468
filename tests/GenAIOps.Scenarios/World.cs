using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>
/// A copy of this repository in a folder of its own, with an emulator of its own. A scenario speaks to it as a user does:
/// it edits files and runs <c>./build.sh</c>. Its pipeline tests the agent only, so that a changed prompt is proven in seconds.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly string[] NotCopied = ["artifacts", ".genaiops", ".git", "temp", "TestResults", "GenAIOps.Scenarios"];

    private World(string root) => Root = root;

    public string Root { get; }

    public string Prompt => Path.Combine(Root, "src", "SupportAgent", "prompts", "system.md");

    public static World Create()
    {
        var root = Directory.CreateTempSubdirectory("genaiops-").FullName;
        Copy(Repository(), root);
        var world = new World(root);
        world.Edit("build/Build.cs", text => text
            .Replace("Solution = Solution.Path,", "Solution = Solution.Path.Parent / \"tests\" / \"SupportAgent.Tests\" / \"SupportAgent.Tests.csproj\",", StringComparison.Ordinal)
            .Replace("\"tests/*.Tests\"", "\"tests/SupportAgent.Tests\"", StringComparison.Ordinal));
        return world;
    }

    public void Edit(string path, Func<string, string> change)
    {
        var file = Path.Combine(Root, path);
        var before = File.ReadAllText(file);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
    }

    /// <summary>Runs the build to its end, without a terminal.</summary>
    public async Task<Run> BuildAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        return await running.EndAsync();
    }

    public RunningBuild Start(params string[] arguments) => new(Root, arguments);

    public JsonNode Artifact(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "artifacts", name)))!;

    public JsonNode? Instance()
    {
        var path = Path.Combine(Root, ".genaiops", "emulator", "instance.json");
        return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) : null;
    }

    public int Port => (int)Instance()!["port"]!;

    /// <summary>A client of PROD as its users are: the app's host name, resolved to loopback.</summary>
    public HttpClient Client(string host)
    {
        var port = Port;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is not null && certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256) == (string?)Instance()?["certificateSha256"];
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{host}:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Prod() => Client("support-agent.prod.localhost");

    public async Task<JsonNode> AskProdAsync(string question)
    {
        using var client = Prod();
        using var response = await client.PostAsync("ask", Json(new JsonObject { ["question"] = question }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<JsonNode> ProdVersionAsync()
    {
        using var client = Prod();
        return JsonNode.Parse(await client.GetStringAsync("version", TestContext.Current.CancellationToken))!;
    }

    public static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        await BuildAsync("LocalDown", "--no-logo");
        if (Instance() is { } left)
        {
            try
            {
                using var process = Process.GetProcessById((int)left["pid"]!);
                process.Kill(entireProcessTree: true);
            }
            catch (ArgumentException)
            {
                // It ended between the two lines above.
            }
        }

        Directory.Delete(Root, recursive: true);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GenAIOps.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        }

        return folder;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(file));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => !NotCopied.Contains(Path.GetFileName(folder))))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}

/// <summary>A build that has ended.</summary>
internal sealed record Run(int ExitCode, string Output)
{
    public Run MustEndWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"The build ended with {ExitCode} instead of {exitCode}:\n{Output}");
        return this;
    }
}

/// <summary>A build under way.</summary>
internal sealed class RunningBuild : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    public RunningBuild(string root, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(root, "build.sh"), arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("CI");
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Received(line.Data);
        _process.ErrorDataReceived += (_, line) => Received(line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Ends when the build has printed a text.</summary>
    public async Task SaysAsync(string text)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, seen));
        }

        var first = await Task.WhenAny(seen.Task, _process.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        Assert.True(first == seen.Task || Output.Contains(text, StringComparison.Ordinal), $"The build ended and never said '{text}':\n{Output}");
    }

    /// <summary>What Ctrl-C in a terminal does.</summary>
    public void Interrupt() => Signal("INT");

    public void Kill() => Signal("KILL");

    public async Task<Run> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return new Run(_process.ExitCode, Output);
    }

    public void Dispose() => _process.Dispose();

    private void Signal(string name)
    {
        using var kill = Process.Start("/bin/kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    private void Received(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
            foreach (var (_, seen) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }
}
