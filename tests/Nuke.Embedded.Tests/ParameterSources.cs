using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Embedded.Tests;

public sealed class ParameterSources : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    internal enum Colour
    {
        Red,
        DarkBlue,
    }

    [System.ComponentModel.TypeConverter(typeof(TypeConverter<Configuration>))]
    internal sealed class Configuration : Enumeration
    {
        public static readonly Configuration Debug = new() { Value = nameof(Debug) };
        public static readonly Configuration Release = new() { Value = nameof(Release) };
    }

    private sealed class Build : NukeBuild
    {
        [Parameter] public readonly string RegionName = "initial";
        [Parameter(Name = "Retries")] private readonly int _retries = 1;
        [Parameter] private double? Ratio { get; set; }
        [Parameter] public bool Force { get; }
        [Parameter] public Colour? Paint { get; }
        [Parameter] public Configuration Configuration { get; } = Configuration.Debug;
        [Parameter] public AbsolutePath? Folder { get; }
        [Parameter(Separator = ",")] public readonly string[] Names = [];
        [Parameter] public readonly int[] Numbers = [];

        public Target Show => _ => _.Executes(() => Serilog.Log.Information("ran {Values}", string.Join('|',
            RegionName, _retries, Ratio, Force, Paint, Configuration, Folder, string.Join('/', Names), string.Join('/', Numbers))));
    }

    private async Task<string> ShowAsync(string arguments = "") => (await _world.RunAsync<Build>($"Show {arguments}")).Ran;

    private async Task<string> RegionAsync(string arguments = "") => (await ShowAsync(arguments)).Split('|')[0];

    [Fact]
    public async Task EachSourceHidesTheNext()
    {
        Assert.Equal("initial", await RegionAsync());

        _world.With(".nuke/parameters.json", """{ "$schema": "./build.schema.json", "RegionName": "file" }""");
        Assert.Equal("file", await RegionAsync());

        _world.With(".nuke/parameters.west.json", """{ "RegionName": "profile" }""");
        Assert.Equal("file", await RegionAsync());
        Assert.Equal("profile", await RegionAsync("--profile west"));

        _world.Variables["NUKE_REGION_NAME"] = "prefixed";
        Assert.Equal("prefixed", await RegionAsync("--profile west"));

        _world.Variables["REGION_NAME"] = "upper";
        Assert.Equal("upper", await RegionAsync("--profile west"));

        _world.Variables["RegionName"] = "exact";
        Assert.Equal("exact", await RegionAsync("--profile west"));

        Assert.Equal("line", await RegionAsync("--profile west --region-name line"));
    }

    [Fact]
    public async Task TheLastProfileWins()
    {
        _world.With(".nuke/parameters.a.json", """{ "RegionName": "a" }""").With(".nuke/parameters.b.json", """{ "RegionName": "b" }""");
        Assert.Equal("b", await RegionAsync("--profile a b"));
    }

    [Fact]
    public async Task AnEmptyVariableIsNoValue()
    {
        _world.Variables["REGION_NAME"] = "";
        Assert.Equal("initial", await RegionAsync());
    }

    [Fact]
    public async Task ValuesTakeTheTypesOfTheirMembers()
    {
        var shown = await ShowAsync(
            "--retries -3 --ratio 0.5 --force --paint darkblue --configuration release --folder out/x --names a,b c --numbers 1 2");
        Assert.Equal($"initial|-3|0.5|True|DarkBlue|Release|{_world.Root / "out/x"}|a/b/c|1/2", shown);
    }

    [Fact]
    public async Task ValuesMayFollowAnEqualsSign() => Assert.Equal("-x", await RegionAsync("--regionName=-x"));

    [Fact]
    public async Task AFlagTakesNoTargetForItsValue()
    {
        Assert.Equal("True", (await _world.RunAsync<Build>("--force Show")).Ran.Split('|')[3]);
        Assert.Equal("False", (await _world.RunAsync<Build>("--force false Show")).Ran.Split('|')[3]);
    }

    [Fact]
    public async Task JsonValuesKeepTheirTypes()
    {
        _world.With(".nuke/parameters.json", """{ "Retries": 7, "Ratio": 1.5, "Force": true, "Numbers": [4, 5], "Folder": "out" }""");
        Assert.Equal($"initial|7|1.5|True||Debug|{_world.Root / "out"}||4/5", await ShowAsync());
    }

    [Fact]
    public async Task PathsStartFromTheWorkingDirectoryOrForFilesFromTheRoot()
    {
        _world.WorkingDirectory = (_world.Root / "sub").CreateDirectory();
        Assert.Equal(_world.Root / "sub" / "x", (await ShowAsync("--folder x")).Split('|')[6]);

        _world.With(".nuke/parameters.json", """{ "Folder": "x" }""");
        Assert.Equal(_world.Root / "x", (await ShowAsync()).Split('|')[6]);
    }

    [Fact]
    public async Task TheEnginesOwnOptionsNeedThePrefixInTheEnvironment()
    {
        _world.Variables["VERBOSITY"] = "nonsense";
        _world.Variables["NUKE_VERBOSITY"] = "Quiet";
        var result = await _world.RunAsync<Build>("Show");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Ran);
    }

    [Fact]
    public async Task TheRootCanBeNamed()
    {
        _world.WorkingDirectory = Path.GetTempPath();
        Assert.Equal("initial", await RegionAsync($"--root {_world.Root}"));
    }
}
