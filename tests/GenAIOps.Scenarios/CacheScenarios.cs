namespace GenAIOps.Scenarios;

/// <summary>What one machine made, another restores: through the registry that the emulator is.</summary>
public sealed class CacheScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private const string Target = """
        using Nuke.Common;
        using Nuke.Common.IO;

        internal sealed partial class Build
        {
            private Target Stamp => _ => _
                .Inputs("README.md")
                .Outputs("stamp/**")
                .Executes(() => { (RootDirectory / "stamp" / "size.txt").WriteAllText($"{(RootDirectory / "README.md").ReadAllText().Length}"); Serilog.Log.Information("stamped"); });
        }
        """;

    [Fact]
    public async Task ATargetIsRestoredFromTheRegistryAfterTheFolderIsGone()
    {
        var source = Path.Combine(_world.Root, "build", "Build.Stamp.cs");
        var stamp = Path.Combine(_world.Root, "stamp", "size.txt");
        var cache = $"oci://127.0.0.1:{_world.Port}/build-cache";
        await File.WriteAllTextAsync(source, Target, Ct);
        try
        {
            (await _world.BuildAsync("Stamp", "--cache", cache)).MustEndWith(0).Saying("stamped");
            var made = await File.ReadAllTextAsync(stamp, Ct);

            Directory.Delete(Path.GetDirectoryName(stamp)!, recursive: true);
            Directory.Delete(Path.Combine(_world.Root, ".nuke", "temp", "cache"), recursive: true);
            (await _world.BuildAsync("Stamp", "--cache", cache)).MustEndWith(0).Saying("restored 1 file");
            Assert.Equal(made, await File.ReadAllTextAsync(stamp, Ct));

            // As on a pull request: what it makes is its own.
            Directory.Delete(Path.Combine(_world.Root, ".nuke", "temp", "cache"), recursive: true);
            await File.AppendAllTextAsync(Path.Combine(_world.Root, "README.md"), "\n", Ct);
            (await _world.BuildAsync("Stamp", "--cache", cache, "--cache-read-only")).MustEndWith(0).Saying("stamped");
            Directory.Delete(Path.Combine(_world.Root, ".nuke", "temp", "cache"), recursive: true);
            (await _world.BuildAsync("Stamp", "--cache", cache)).MustEndWith(0).Saying("stamped");
        }
        finally
        {
            File.Delete(source);
        }
    }
}
