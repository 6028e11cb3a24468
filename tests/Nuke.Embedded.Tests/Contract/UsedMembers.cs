namespace Nuke.Embedded.Tests.Contract;

/// <summary>
/// Keeps build/ and the pipeline compilable with the official package: what they use of the engine is in NukeMembers.txt, which lists members of NUKE 10.1.0,
/// or in Extras.txt, which lists what build/Build.Extras.cs and the pipeline's Support/OfficialEngine.cs stand in for.
/// </summary>
public sealed class UsedMembers
{
    private static string[] Lines(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Contract", file)).Where(x => x.Length > 0 && x[0] != '#')];

    private static string Assembly(string name)
    {
        DirectoryInfo here = new(AppContext.BaseDirectory.TrimEnd('/', '\\'));
        var root = here;
        while (!File.Exists(Path.Combine(root.FullName, "GenAIOps.sln"))) root = root.Parent ?? throw new InvalidOperationException("GenAIOps.sln is nowhere above the tests.");
        return Path.Combine(root.FullName, "build", "bin", here.Parent!.Name, here.Name, name);
    }

    [Theory]
    [InlineData("_build.dll")]
    [InlineData("GenAIOps.Pipeline.dll")]
    public void EveryMemberIsOfNukeOrAKnownExtra(string assembly)
    {
        var used = EngineReferences.Of(Assembly(assembly));
        Assert.Contains("Nuke.Common.ITargetDefinition.Executes(Func<Task>)", used);
        Assert.Empty(used.Except([.. Lines("NukeMembers.txt"), .. Lines("Extras.txt")]));
    }

    [Fact]
    public void ListsAreInOrderAndApart()
    {
        string[] nuke = Lines("NukeMembers.txt"), extras = Lines("Extras.txt");
        Assert.Equal(nuke.Order(StringComparer.Ordinal).Distinct(), nuke);
        Assert.Equal(extras.Order(StringComparer.Ordinal).Distinct(), extras);
        Assert.Empty(nuke.Intersect(extras));
    }

    [Fact]
    public void NoExtraIsListedThatNothingUses()
    {
        string[] used = [.. EngineReferences.Of(Assembly("_build.dll")), .. EngineReferences.Of(Assembly("GenAIOps.Pipeline.dll"))];
        Assert.Empty(Lines("Extras.txt").Except(used));
    }

    [Fact]
    public void NoExtraIsUsedByTheBuildItself() =>
        Assert.All(
            ["BuildExtras", "ExitCodeException", "Unlocked", "Inputs("],
            extra => Assert.DoesNotContain(extra, File.ReadAllText(Path.Combine(Path.GetDirectoryName(Assembly("_build.dll"))!, "../../../Build.cs")), StringComparison.Ordinal));

    /// <summary>Guards the lists against names that the engine does not have: a member in them is one of ours, too.</summary>
    [Fact]
    public void EveryListedMemberExists()
    {
        var types = new[] { typeof(Nuke.Common.NukeBuild), typeof(Nuke.Common.Tools.DotNet.DotNetTasks) }.SelectMany(x => x.Assembly.GetTypes()).ToLookup(x => (x.FullName ?? "").Split('`')[0].Replace('+', '.'));
        Assert.All(new[] { "NukeMembers.txt", "Extras.txt" }.SelectMany(Lines), x => Assert.True(Exists(x), x));

        bool Exists(string name)
        {
            const System.Reflection.BindingFlags All = (System.Reflection.BindingFlags)(-1) & ~System.Reflection.BindingFlags.IgnoreCase & ~System.Reflection.BindingFlags.DeclaredOnly;
            name = name.Split('(')[0];
            if (types.Contains(name)) return true;
            var dot = name.LastIndexOf('.');
            return types[name[..dot]].Any(type => type.GetMember(name[(dot + 1)..], All).Length > 0);
        }
    }
}
