using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>
/// A copy of this repository in a folder of its own, with an emulator of its own. A scenario speaks to it as a user does:
/// it edits files and runs <c>./build.sh</c>.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly string[] NotCopied = ["artifacts", ".genaiops", ".git", "temp", "TestResults", "GenAIOps.Scenarios"];

    private World(string root) => Root = root;

    public string Root { get; }

    public string Prompt => Path.Combine(Root, "src", "SupportAgent", "prompts", "system.md");

    /// <summary>A copy as it is.</summary>
    public static World Create()
    {
        var root = Directory.CreateTempSubdirectory("genaiops-").FullName;
        Copy(Repository(), root);

        // What the compiled build was compiled from has been copied with it.
        Directory.CreateDirectory(Path.Combine(root, ".nuke", "temp"));
        File.Copy(Path.Combine(Repository(), ".nuke", "temp", "build.stamp"), Path.Combine(root, ".nuke", "temp", "build.stamp"));
        return new World(root);
    }

    public void Edit(string path, Func<string, string> change)
    {
        var file = Path.Combine(Root, path);
        var before = File.ReadAllText(file);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(file, after);
    }

    /// <summary>Edits a file for as long as something is tried.</summary>
    public async Task WithAsync(string path, Func<string, string> change, Func<Task> act)
    {
        var file = Path.Combine(Root, path);
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Edit(path, change);
        try
        {
            await act();
        }
        finally
        {
            await File.WriteAllTextAsync(file, before, CancellationToken.None);
        }
    }

    /// <summary>Another prompt, and so another image, that answers as well as the one before.</summary>
    public Task ChangePromptAsync() => File.AppendAllTextAsync(Prompt, $"\n- Variation {Guid.NewGuid():n} of this prompt says nothing new.\n");

    /// <summary>Runs the build to its end, without a terminal.</summary>
    public async Task<Run> BuildAsync(params string[] arguments)
    {
        using var running = Start(arguments);
        return await running.EndAsync();
    }

    /// <summary>Runs another command in the folder to its end.</summary>
    public async Task<Run> RunAsync(string command, params string[] arguments)
    {
        using RunningBuild running = new(Root, [command, .. arguments]);
        return await running.EndAsync();
    }

    public RunningBuild Start(params string[] arguments) => new(Root, [Path.Combine(Root, "build.sh"), .. arguments]);

    /// <summary>Runs the build where a folder is a disk of its own, with no more room than given.</summary>
    public async Task<Run> BuildOnSmallDiskAsync(string folder, string size, params string[] arguments)
    {
        const string Script = "mount -t tmpfs -o size=$1 none \"$2\" && shift 2 && exec \"$@\"";
        using RunningBuild running = new(Root, ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", Script, "sh", size, Path.Combine(Root, folder), Path.Combine(Root, "build.sh"), .. arguments]);
        return await running.EndAsync();
    }

    /// <summary>The processes that were started in this world and still run.</summary>
    public IReadOnlyList<string> Processes() => [.. Running().Select(process => process.Command)];

    /// <summary>The processes that run a program.</summary>
    public IReadOnlyList<string> Ids(string program) => [.. Running().Where(process => process.Command.Contains(program, StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>Ends when these processes have ended.</summary>
    public static async Task EndedAsync(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
                await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            }
            catch (ArgumentException)
            {
                // It has.
            }
        }
    }

    /// <summary>Holds up the processes that run a program, until disposed.</summary>
    public IDisposable Pause(string program)
    {
        var ids = Ids(program);
        Assert.True(ids.Count > 0, $"No process runs {program}:\n{string.Join('\n', Processes())}");
        Signal("STOP");
        return new Undo(() => Signal("CONT"));

        void Signal(string name)
        {
            using var kill = Process.Start("/bin/kill", [$"-{name}", .. ids]);
            kill.WaitForExit();
        }
    }

    private IEnumerable<(string Id, string Command)> Running() =>
        from process in Directory.EnumerateDirectories("/proc")
        let id = Path.GetFileName(process)
        where int.TryParse(id, out _)
        let command = CommandLine(process)
        where command.Contains(Root, StringComparison.Ordinal) || WorkingFolder(process).StartsWith(Root, StringComparison.Ordinal)
        select (id, command);

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
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile((string)Instance()!["certificatePath"]!) },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{host}:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>The emulator's APIs, as its owner.</summary>
    public HttpClient Owner()
    {
        var client = Client("127.0.0.1");
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string)Instance()!["token"]!);
        return client;
    }

    /// <summary>The emulator's APIs, or an app, as an application that the owner signs in.</summary>
    public async Task<HttpClient> ApplicationAsync(string clientId, string host = "127.0.0.1", string scope = "https://management.azure.com/.default")
    {
        using var directory = Client("127.0.0.1");
        var client = Client(host);
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["scope"] = scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = (string)Instance()!["token"]!,
        });
        using var response = await directory.PostAsync("00000000-0000-0000-0000-0000000000aa/oauth2/v2.0/token", form, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["access_token"]!);
        return client;
    }

    public static string GroupOf(string environment) => $"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/support-agent-{environment}";

    /// <summary>Resource Manager, as an administrator uses it.</summary>
    /// <param name="method">What is done.</param>
    /// <param name="resource">Its id.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="client">Of <see cref="Owner"/>, for many requests; null: one of its own.</param>
    public async Task<JsonObject> ArmAsync(HttpMethod method, string resource, JsonObject? body = null, HttpClient? client = null)
    {
        using var own = client is null ? Owner() : null;
        using HttpRequestMessage request = new(method, $"{resource}?api-version=2025-07-01") { Content = body is null ? null : Json(body) };
        using var response = await (client ?? own!).SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {resource}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public HttpClient Prod() => Client("support-agent.prod.localhost");

    public async Task<JsonNode> AskProdAsync(string question)
    {
        using var client = Prod();
        using var response = await client.PostAsync("ask", Json(new JsonObject { ["question"] = question }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The revision that answers in PROD.</summary>
    public async Task<string> LiveAsync() => (string)(await ProdVersionAsync())["revision"]!;

    public async Task KillEmulatorAsync()
    {
        using var emulator = Process.GetProcessById((int)Instance()!["pid"]!);
        emulator.Kill();
        await emulator.WaitForExitAsync(TestContext.Current.CancellationToken);
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

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }

    /// <summary>Agents are started in the folder of their image, by a path that does not name it.</summary>
    private static string WorkingFolder(string process)
    {
        try
        {
            return Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
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
        // In a worktree .git is a file: a copy is nobody's repository.
        foreach (var file in Directory.EnumerateFiles(from).Where(file => !NotCopied.Contains(Path.GetFileName(file))))
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
