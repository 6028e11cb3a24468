using GenAIOps.Delivery.Images;

namespace GenAIOps.Scenarios;

/// <summary>The publish output of an app that never was, and images of it.</summary>
internal sealed class RegistryImage : IDisposable
{
    public const int DependencyBytes = 6 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-").FullName;

    public RegistryImage()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "publish", "prompts"));
        var bytes = new byte[DependencyBytes];
        new Random(7).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(_folder, "publish", "Dependency.dll"), bytes);
        Edit("prompts/system.md", "Be kind.");
        Edit("App.dll", "one");
    }

    public void Edit(string file, string text) => File.WriteAllText(Path.Combine(_folder, "publish", file), text);

    public BuiltImage Build() => ImageBuilder.Build(new ImageOptions
    {
        PublishFolders = new Dictionary<string, string> { ["linux/amd64"] = Path.Combine(_folder, "publish") },
        Created = DateTimeOffset.UnixEpoch,
        LayoutFolder = Path.Combine(_folder, "layout"),
        EntryPoint = ["dotnet", "/app/App.dll"],
        Content = ["prompts"],
        AppFiles = ["App.dll"],
    });

    public string Folder(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
