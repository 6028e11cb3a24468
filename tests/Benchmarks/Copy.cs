namespace GenAIOps.Benchmarks;

/// <summary>A copy of this repository that benchmarks may edit, with an emulator of its own.</summary>
internal sealed class Copy : IAsyncDisposable
{
    private static readonly string[] s_left = ["artifacts", ".genaiops", ".git", "temp", "obj", "bin", "node_modules", "TestResults"];

    private Copy(string folder) => (Root, Scratch) = (Path.Combine(folder, "copy"), Path.Combine(folder, "scratch"));

    public string Root { get; }

    /// <summary>For what peers need.</summary>
    public string Scratch { get; }

    public static async Task<Copy> CreateAsync()
    {
        var origin = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(origin, "GenAIOps.sln"))) origin = Path.GetDirectoryName(origin) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        Copy copy = new(Directory.CreateTempSubdirectory("genaiops-benchmarks-").FullName);
        Directory.CreateDirectory(copy.Scratch);
        Files(new DirectoryInfo(origin), copy.Root);
        await copy.BuildAsync("Noop");
        return copy;
    }

    public Task BuildAsync(params string[] arguments) => Measured.OnceAsync(Root, ["./build.sh", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        await BuildAsync("LocalDown");
        Directory.Delete(Path.GetDirectoryName(Root)!, recursive: true);
    }

    private static void Files(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(x => !s_left.Contains(x.Name) && x.LinkTarget is null)) Files(folder, Path.Combine(to, folder.Name));
    }
}
