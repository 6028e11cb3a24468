using System.Reflection;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.Docker;
using Nuke.Common.Tools.DotNet;
using Nuke.Common.Tools.Npm;
using Nuke.Common.Utilities;

namespace Nuke.Embedded.Tests;

public sealed class DotNetSettings
{
    private static readonly AbsolutePath s_project = Path.GetFullPath("/src/My App/App.csproj");

    [Fact]
    public void PositionsComeFirstAndTheRestInTheOrderOfBeingSet() => Assert.Equal(
        $"build \"{s_project}\" --configuration Release --no-restore --property:Version=1.2.3",
        new DotNetBuildSettings().SetConfiguration("Release").EnableNoRestore().SetProjectFile(s_project).SetVersion("1.2.3").ToString());

    [Fact]
    public void AChangedValueKeepsItsPlaceAndAResetOneLosesIt()
    {
        var settings = new DotNetBuildSettings().SetConfiguration("Debug").SetFramework("net10.0");
        Assert.Equal("build --configuration Release --framework net10.0", settings.SetConfiguration("Release").ToString());
        Assert.Equal("build --framework net10.0 --configuration Release", settings.ResetConfiguration().SetConfiguration("Release").ToString());
    }

    [Fact]
    public void SettingsNeverChange()
    {
        var settings = new DotNetTestSettings().AddLoggers("trx");
        _ = settings.AddLoggers("html").EnableNoBuild().AddRunSetting("A", 1);
        Assert.Equal("test --logger trx", settings.ToString());
    }

    [Fact]
    public void WhatFollowsTwoDashesIsLast()
    {
        Assert.Equal("test --nologo -- key=value foo=bar", new DotNetTestSettings().AddRunSetting("key", "value").AddRunSetting("foo", "bar").EnableNoLogo().ToString());
        Assert.Equal(
            "run --property:foo=bar --project App.csproj -- one \"two words\"",
            new DotNetRunSettings().AddApplicationArguments("one").SetProperty("foo", "bar").AddApplicationArguments("two words").SetProjectFile("App.csproj").ToString());
    }

    [Fact]
    public void NothingIsWrittenForEmptyValues() => Assert.Equal(
        "build",
        new DotNetBuildSettings().SetFramework(null).SetConfiguration("").SetProperty("a", null).SetProperty("b", "").DisableNoRestore().SetSources().ToString());

    [Fact]
    public void FlagsCanBeTurned()
    {
        Assert.Equal("build --no-restore", new DotNetBuildSettings().ToggleNoRestore().ToString());
        Assert.Equal("build", new DotNetBuildSettings().EnableNoRestore().ToggleNoRestore().ToString());
        Assert.Equal("build --self-contained false", new DotNetBuildSettings().DisableSelfContained().ToString());
        Assert.Equal("build --property:Deterministic=false", new DotNetBuildSettings().EnableDeterministic().ToggleDeterministic().ToString());
    }

    [Fact]
    public void ListsInOnePropertyAreJoined()
    {
        var settings = new DotNetPackSettings().SetNoWarns(1591).AddNoWarns(1573, 8600).RemoveNoWarns(1573).SetAuthors("Ada", "Bo").AddPackageTags("x", "y");
        Assert.Equal("pack --property:NoWarn=1591;8600 --property:Authors=Ada,Bo --property:PackageTags=\"x y\"", settings.ToString());
    }

    [Fact]
    public void TargetsAreJoinedToo() =>
        Assert.Equal("publish /t:A;B", new DotNetPublishSettings().AddTargets("A").AddTargets("B").ToString());

    [Fact]
    public void CommandsWriteASharedSettingTheirOwnWay()
    {
        Assert.Equal("build /logger:trx --property:A=true -bl:out.binlog", new DotNetBuildSettings().AddLoggers("trx").SetProperty("A", true).SetBinaryLog("out.binlog").ToString());
        Assert.Equal("test --logger trx /property:A=true", new DotNetTestSettings().AddLoggers("trx").SetProperty("A", true).ToString());
        Assert.Equal("restore --source a --source b", new DotNetRestoreSettings().AddSources("a", "b").ToString());
        Assert.Equal("tool restore --add-source a", new DotNetToolRestoreSettings().AddSources("a").ToString());
        Assert.Equal("format --binarylog x --severity warn", new DotNetFormatSettings().SetBinaryLog("x").SetSeverity(DotNetFormatSeverity.warn).ToString());
    }

    [Fact]
    public void APropertyIsAddedOnce()
    {
        var settings = new DotNetBuildSettings().AddProperty("A", 1);
        var error = Assert.Throws<ArgumentException>(() => settings.AddProperty("A", 2));
        Assert.StartsWith("'A' is set already, to '1'.", error.Message);
        Assert.Equal("build --property:A=2", settings.SetProperty("A", 2).ToString());
    }

    [Fact]
    public void MSBuildsSyntaxIsEscapedOnDemand() =>
        Assert.Equal("build --property:Notes=100%25%3B%24%28x)", new DotNetBuildSettings().SetProperty("Notes", DotNetTasks.EscapeMSBuild("100%;$") + "%28x)").ToString());

    [Fact]
    public void AdditionalArgumentsAreWrittenAsTheyAre() => Assert.Equal(
        "build --nologo -m:1 \"a b\"",
        new DotNetBuildSettings().AddProcessAdditionalArguments("-m:1", "\"a b\"").EnableNoLogo().ToString());

    [Fact]
    public void ConditionsApply()
    {
        var settings = new DotNetBuildSettings();
        Assert.Equal("build --nologo", settings.When(_ => true, _ => _.EnableNoLogo()).When(_ => false, _ => _.EnableNoRestore()).ToString());
        Assert.Equal("build --nologo", settings.When(true, _ => _.EnableNoLogo()).When(false, _ => _.EnableNoRestore()).ToString());
        Assert.Equal("build --framework x", settings.WhenNotNull("x", (_, x) => _.SetFramework(x)).WhenNotNull((string?)null, (_, x) => _.SetFramework(x)).ToString());
        Assert.Equal("build --nologo", settings.Apply(_ => _.EnableNoLogo()).ToString());
    }

    [Fact]
    public void VariantsCombine()
    {
        var all = new DotNetPublishSettings().SetConfiguration("Release")
            .CombineWith(["a", "b"], (_, project) => _.SetProject(project))
            .CombineWith(["x", "y"], (_, runtime) => _.SetRuntime(runtime));
        Assert.Equal(
            ["publish a --configuration Release --runtime x", "publish a --configuration Release --runtime y", "publish b --configuration Release --runtime x", "publish b --configuration Release --runtime y"],
            all.Select(x => x.ToString()));
        Assert.Equal(2, new DotNetBuildSettings().CombineWith(_ => _.SetFramework("a"), _ => _.SetFramework("b")).Length);
    }

    [Fact]
    public void SettingsCanBeRead()
    {
        var settings = new DotNetTestSettings().SetProjectFile("a.csproj").EnableNoBuild().AddLoggers("trx").SetRunSetting("k", 1).SetVerbosity(DotNetVerbosity.quiet);
        Assert.Equal("a.csproj", settings.ProjectFile);
        Assert.True(settings.NoBuild);
        Assert.Equal(["trx"], settings.Loggers);
        Assert.Equal(1, settings.RunSettings["k"]);
        Assert.Equal("quiet", settings.Verbosity);
        Assert.Null(settings.Configuration);
    }

    [Fact]
    public void NpmHasItsCommands()
    {
        Assert.Equal("ci", new NpmCiSettings().ToString());
        Assert.Equal("install a b --global", new NpmInstallSettings().EnableGlobal().SetPackages("a", "b").ToString());
        Assert.Equal("run build -- --prod x", new NpmRunSettings().SetArguments("--prod", "x").SetCommand("build").ToString());
    }

    [Fact]
    public void DockerHasItsCommands()
    {
        Assert.Equal("build --tag a:1 --tag a:latest --pull .", new DockerBuildSettings().SetPath(".").SetTag("a:1", "a:latest").EnablePull().ToString());
        Assert.Equal("run --rm --volume \"/my data:/data\" alpine ls -l /data", new DockerRunSettings().SetArgs("-l", "/data").SetCommand("ls").SetImage("alpine").EnableRm().AddVolume("/my data:/data").ToString());
        Assert.Equal("tag a b", new DockerTagSettings().SetTargetImage("b").SetSourceImage("a").ToString());
    }

    public static TheoryData<Type> SettingsClasses => new(typeof(DotNetTasks).Assembly.GetExportedTypes().Where(x => x.IsSubclassOf(typeof(ToolOptions)) && !x.IsAbstract));

    /// <summary>Guards the tables: a setting that no command line shows is a misspelt one.</summary>
    [Theory]
    [MemberData(nameof(SettingsClasses))]
    public void EverySettingOfACommandIsWritten(Type settings)
    {
        var plain = (ToolOptions)Activator.CreateInstance(settings)!;
        var setters = typeof(DotNetTasks).Assembly.GetExportedTypes()
            .Where(x => x.IsAbstract && x.IsSealed && x != typeof(ToolOptionsExtensions))
            .SelectMany(x => x.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(x => x.Name.StartsWith("Set", StringComparison.Ordinal) && x.IsGenericMethodDefinition && x.GetGenericArguments() is [var one] && Fits(one, settings))
            .ToArray();
        Assert.Equal(settings != typeof(NpmCiSettings), setters.Length > 0);
        foreach (var setter in setters)
        {
            object[] arguments = [plain, .. setter.GetParameters().Skip(1).Select(x => Sample(x.ParameterType))];
            var set = (ToolOptions)setter.MakeGenericMethod(settings).Invoke(null, arguments)!;
            Assert.True(set.ToString().Length > plain.ToString().Length, $"{setter.Name} of {settings.Name} writes nothing.");
        }
    }

    private static bool Fits(Type parameter, Type settings) =>
        parameter.GetGenericParameterConstraints() is { Length: > 0 } constraints && constraints.All(x => x.IsAssignableFrom(settings));

    private static object Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool)) return true;
        if (type == typeof(int)) return 7;
        if (type == typeof(IEnumerable<int>)) return new[] { 7 };
        if (type == typeof(IEnumerable<string>)) return new[] { "x" };
        if (type == typeof(IEnumerable<KeyValuePair<string, object?>>)) return new Dictionary<string, object?> { ["k"] = "x" };
        return typeof(Enumeration).IsAssignableFrom(type) ? type.GetFields()[0].GetValue(null)! : "x";
    }
}
