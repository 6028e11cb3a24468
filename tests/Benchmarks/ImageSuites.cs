using System.Diagnostics;
using System.Globalization;
using GenAIOps.Delivery.Images;
using GenAIOps.Delivery.Registry;

namespace GenAIOps.Benchmarks;

/// <summary>Images and their pushes beside the SDK's container publish and skopeo. Needs docker-registry and skopeo.</summary>
internal static class ImageSuites
{
    private const string SelfContained = "RuntimeIdentifiers = [\"linux-x64\"], SelfContained = true";

    /// <summary>Publish, image and push of the sample with .NET in it, as the pipeline's stages do it and as the SDK does; with nothing changed, and from clean.</summary>
    public static async Task ImagesAsync(Copy copy, Table table)
    {
        await WithRuntimeAsync(copy);
        await copy.BuildAsync("Provision", "Containerize", "Push", "--skip");
        await using var registry = await LocalRegistry.StartAsync(Path.Combine(copy.Scratch, "sdk-registry"));
        await PushBaseAsync(copy, registry);

        // The SDK's own copy of the sample, so that neither finds what the other compiled.
        var peer = Path.Combine(copy.Scratch, "peer");
        foreach (var name in new[] { "src/SupportAgent", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
        {
            await Measured.OnceAsync(copy.Root, "bash", "-c", $"mkdir -p '{peer}/{Path.GetDirectoryName(name)}' && cp -r '{name}' '{peer}/{name}'");
        }

        Subject ours = new("Containerize and Push", copy.Root, ["./build.sh", "Provision", "Containerize", "Push", "--skip"]);
        Subject sdk = new("dotnet publish -t:PublishContainer", peer,
        [
            "env", $"DOTNET_CONTAINER_INSECURE_REGISTRIES={registry.Server}", "dotnet", "publish", "src/SupportAgent/SupportAgent.csproj", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:UseAppHost=true", "-t:PublishContainer", "-v", "quiet",
            $"-p:ContainerRegistry={registry.Server}", "-p:ContainerRepository=agent", $"-p:ContainerBaseImage={registry.Server}/base:v1", "-p:ContainerImageTag=v1",
        ]);
        table.Add("Image, nothing changed", await Measured.ByTurnsAsync(5, ours, sdk));
        table.Add("Image, from clean", await Measured.ByTurnsAsync(
            3,
            ours with { Before = () => Clean(copy.Root, "artifacts/image", "artifacts/image.json", "artifacts/publish", ".genaiops/layers") },
            sdk with { Before = () => Clean(peer) }));
    }

    /// <summary>The image of the suite before: all of it, with nothing changed, and after an edit of one line; beside skopeo.</summary>
    public static async Task PushAsync(Copy copy, Table table)
    {
        var layout = await SampleLayoutAsync(copy);
        List<Measured> whole = [];
        for (var round = 0; round < 6; round++)
        {
            // An empty registry for each: skopeo remembers where it saw a blob, and would have it mounted instead of sending it.
            foreach (var (name, command) in new (string, Func<string, string[]>)[] { ("push of all layers", server => Ours(server)), ("skopeo copy of the same", server => Skopeo(server)) })
            {
                await using var empty = await LocalRegistry.StartAsync(Path.Combine(copy.Scratch, $"empty-{round}-{name.Length}"));
                var measured = await Measured.ByTurnsAsync(1, new Subject(name, copy.Root, command(empty.Server)));
                if (round > 0) whole.AddRange(measured);
            }
        }

        await using var registry = await LocalRegistry.StartAsync(Path.Combine(copy.Scratch, "push-registry"));
        await Measured.OnceAsync(copy.Root, Ours(registry.Server));
        string[] Ours(string server) => ["dotnet", typeof(ImageSuites).Assembly.Location, "--push", layout, server, "agent"];
        string[] Skopeo(string server) => ["skopeo", "copy", "-q", "--dest-tls-verify=false", $"oci:{layout}", $"docker://{server}/agent:v1"];
        table.Add("Push", [.. whole.GroupBy(x => x.Name).Select(x => new Measured(x.Key, [.. x.Select(one => one.Median)]))]);
        table.Add("Push, nothing changed", await Measured.ByTurnsAsync(10, new("push", copy.Root, Ours(registry.Server)), new("skopeo copy", copy.Root, Skopeo(registry.Server))));

        var image = OciLayout.Open(layout);
        List<double> inside = [];
        for (var round = 0; round < 6; round++)
        {
            await using var empty = await LocalRegistry.StartAsync(Path.Combine(copy.Scratch, $"inside-{round}"));
            var seconds = await InsideAsync(empty, image, "all layers, inside the process");
            if (round > 0) inside.Add(seconds);
        }

        table.Add("Push, without the start of a process of ours", [new Measured("push of all layers", inside), .. whole.Where(x => x.Name.StartsWith("skopeo", StringComparison.Ordinal)).GroupBy(x => x.Name).Select(x => new Measured(x.Key, [.. x.Select(one => one.Median)]))]);

        await InsideAsync(registry, image, "nothing changed, inside the process");
        await File.AppendAllTextAsync(Path.Combine(copy.Root, "src", "SupportAgent", "Answers", "Messages.cs"), "\ninternal static class Edited { public const int Line = 1; }\n");
        await copy.BuildAsync("Containerize", "--skip");
        await InsideAsync(registry, OciLayout.Open(Path.Combine(copy.Root, "artifacts", "image")), "one line changed, inside the process");
    }

    /// <summary>A push as a process of its own: what <c>--push layout registry repository</c> runs.</summary>
    public static async Task<int> PushOnceAsync(string layout, string server, string repository)
    {
        await ImagePush.PushAsync(LocalRegistry.Client(server, repository), OciLayout.Open(layout, readLayers: false), "v1", CancellationToken.None);
        return 0;
    }

    /// <summary>Edits Build.cs so that .NET is in the image: about 110 MB unpacked.</summary>
    private static async Task WithRuntimeAsync(Copy copy)
    {
        var build = Path.Combine(copy.Root, "build", "Build.cs");
        var text = await File.ReadAllTextAsync(build);
        if (text.Contains(SelfContained, StringComparison.Ordinal)) return;
        await File.WriteAllTextAsync(build, text.Replace(
            "Solution = Solution.Path,", "Solution = Solution.Path,\n        Image = GenAIOps.Delivery.Images.Image.FromProject() with { " + SelfContained + " },", StringComparison.Ordinal));
    }

    private static async Task<double> InsideAsync(LocalRegistry registry, BuiltImage image, string what)
    {
        var client = LocalRegistry.Client(registry.Server, "agent");
        var start = Stopwatch.GetTimestamp();
        var result = await ImagePush.PushAsync(client, image, "v1", CancellationToken.None);
        var elapsed = Stopwatch.GetElapsedTime(start);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Push, {what}: {elapsed.TotalMilliseconds:0} ms, {client.Requests} requests, {result.Uploaded} blobs of {result.Bytes / 1024} KiB sent"));
        return elapsed.TotalSeconds;
    }

    private static async Task<string> SampleLayoutAsync(Copy copy)
    {
        await WithRuntimeAsync(copy);
        await copy.BuildAsync("Containerize", "--skip");
        var layout = Path.Combine(copy.Scratch, "layout");
        await Measured.OnceAsync(copy.Root, "cp", "-r", "artifacts/image", layout);
        return layout;
    }

    private static Task<PushResult> PushBaseAsync(Copy copy, LocalRegistry registry)
    {
        var folder = Path.Combine(copy.Scratch, "base");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "empty"), "");
        var image = ImageBuilder.Build(new ImageOptions
        {
            PublishFolders = new Dictionary<string, string> { ["linux/amd64"] = folder },
            Created = DateTimeOffset.UnixEpoch,
            LayoutFolder = Path.Combine(copy.Scratch, "base-layout"),
            EntryPoint = ["/app/empty"],
            Content = [],
            AppFiles = ["empty"],
        });
        return ImagePush.PushAsync(LocalRegistry.Client(registry.Server, "base"), image, "v1", CancellationToken.None);
    }

    private static void Clean(string root, params string[] more)
    {
        foreach (var name in more.Append("src/SupportAgent/bin").Append("src/SupportAgent/obj"))
        {
            var path = Path.Combine(root, name);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }
    }
}
