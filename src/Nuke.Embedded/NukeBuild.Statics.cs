using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;

namespace Nuke.Common;

// NUKE's API makes these static; they belong to the current run, not to the process.
public abstract partial class NukeBuild
{
    /// <summary>The nearest folder, upwards from the working directory, that holds <c>.nuke</c>; or <c>--root</c>.</summary>
    public static AbsolutePath RootDirectory => BuildSession.Current?.Root ?? RootFinder.Find(Environment.CurrentDirectory)
        ?? throw new InvalidOperationException($"No .nuke directory in '{Environment.CurrentDirectory}' or above it.");

    /// <summary><c>.nuke/temp</c>, which is not committed.</summary>
    public static AbsolutePath TemporaryDirectory => RootDirectory / ".nuke" / "temp";

    public static AbsolutePath BuildAssemblyFile =>
        (AbsolutePath)Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()?.GetName().Name + ".dll");

    public static AbsolutePath BuildAssemblyDirectory => BuildAssemblyFile.Parent;

    /// <summary>The nearest project file upwards from the build's assembly; null if there is none.</summary>
    public static AbsolutePath? BuildProjectFile
    {
        get
        {
            for (var directory = BuildAssemblyDirectory; directory is not null; directory = directory.Parent)
            {
                if (directory.GlobFiles("*.csproj") is { Count: > 0 } projects) return projects.First();
            }

            return null;
        }
    }

    public static AbsolutePath? BuildProjectDirectory => BuildProjectFile?.Parent;

    public static Verbosity Verbosity
    {
        get => BuildSession.Current?.Output.Verbosity ?? Verbosity.Normal;
        set
        {
            if (BuildSession.Current is { } session) session.Output.Verbosity = value;
        }
    }

    public static Host Host => BuildSession.Current?.Host ?? new Terminal();

    public static bool IsLocalBuild => !IsServerBuild;
    public static bool IsServerBuild => Host is IBuildServer;

    IReadOnlyCollection<ExecutableTarget> INukeBuild.ExecutableTargets { get; set; } = [];
    IReadOnlyCollection<ExecutableTarget> INukeBuild.ExecutionPlan { get => ExecutionPlan; set => ExecutionPlan = value; }
    bool INukeBuild.Plan { get => Plan; set => Plan = value; }
    bool INukeBuild.Help { get => Help; set => Help = value; }
    bool INukeBuild.NoLogo { get => NoLogo; set => NoLogo = value; }
    Partition INukeBuild.Partition { get => Partition; set => Partition = value; }
    AbsolutePath INukeBuild.RootDirectory => RootDirectory;
    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;
    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;
    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;
    AbsolutePath? INukeBuild.BuildProjectDirectory => BuildProjectDirectory;
    AbsolutePath? INukeBuild.BuildProjectFile => BuildProjectFile;
    Verbosity INukeBuild.Verbosity => Verbosity;
    Host INukeBuild.Host => Host;
    bool INukeBuild.IsLocalBuild => IsLocalBuild;
    bool INukeBuild.IsServerBuild => IsServerBuild;

    T INukeBuild.TryGetValue<T>(Expression<Func<T>> parameterExpression) => (T)ValueOf(parameterExpression)!;

    T? INukeBuild.TryGetValue<T>(Expression<Func<object?>> parameterExpression)
        where T : default => ValueOf(parameterExpression) is T value ? value : default;

    private static object? ValueOf(LambdaExpression expression)
    {
        var member = MemberExpressions.Find(expression)
            ?? throw new ArgumentException($"TryGetValue needs a lambda that names a parameter, not '{expression}'.", nameof(expression));
        return BuildSession.Current?.ValueOf(member);
    }
}
