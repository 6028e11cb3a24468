using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Git;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using Nuke.Common.Utilities;
using Nuke.Common.Utilities.Collections;
using Serilog;
using static Nuke.Common.Tools.DotNet.DotNetTasks;
using static Nuke.Common.Tools.Git.GitTasks;

namespace Nuke.Embedded.Tests.Contract;

[System.ComponentModel.TypeConverter(typeof(TypeConverter<BuildConfiguration>))]
internal sealed class BuildConfiguration : Enumeration
{
    public static readonly BuildConfiguration Debug = new() { Value = nameof(Debug) };
    public static readonly BuildConfiguration Release = new() { Value = nameof(Release) };

    public static implicit operator string(BuildConfiguration configuration) => configuration.Value;
}

/// <summary>
/// A build as NUKE's users write it, with every member that at least four of the nine builds we measured use; it contains nothing that NUKE 10.1.0 would not compile.
/// </summary>
internal sealed class TypicalBuild : NukeBuild
{
    [Parameter("Configuration to build - Default is 'Debug' (local) or 'Release' (server)")]
    private readonly BuildConfiguration Configuration = IsLocalBuild ? BuildConfiguration.Debug : BuildConfiguration.Release;

    [Parameter("Key for the package feed"), Secret] private readonly string ApiKey = null!;

    [Parameter] private readonly string[] Frameworks = ["net10.0"];

    [Solution] private readonly Solution Solution = null!;

    [GitRepository] private readonly GitRepository GitRepository = null!;

    private static GitHubActions? GitHubActions => GitHubActions.Instance;

    private static AbsolutePath SourceDirectory => RootDirectory / "src";
    private static AbsolutePath ArtifactsDirectory => RootDirectory / "artifacts";
    private static AbsolutePath PackageDirectory => ArtifactsDirectory / "packages";

    private string Version => GitHubActions is null ? "1.0.0-local" : $"1.0.{GitHubActions.RunNumber}";

    public Target Clean => _ => _
        .Description("Deletes what a build made")
        .Before(Restore)
        .Executes(() =>
        {
            SourceDirectory.GlobDirectories("**/bin", "**/obj").ForEach(x => x.DeleteDirectory());
            (RootDirectory / "notes.tmp").DeleteFile();
            PackageDirectory.CreateOrCleanDirectory();
        });

    public Target Restore => _ => _
        .Unlisted()
        .Executes(() => DotNetRestore(s => s.SetProjectFile(Solution)));

    public Target Compile => _ => _
        .DependsOn(Restore)
        .Executes(() =>
        {
            ReportSummary(_ => _.AddPair("Version", new[] { "v", Version }.Join("")));

            DotNetBuild(s => s
                .SetProjectFile(Solution)
                .SetConfiguration(Configuration)
                .When(_ => GitHubActions is not null, _ => _.EnableContinuousIntegrationBuild())
                .SetVersion(Version)
                .SetProcessEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1")
                .AddProcessAdditionalArguments("-p:UseSharedCompilation=false")
                .EnableNoLogo()
                .EnableNoRestore());
        });

    public Target Pack => _ => _
        .DependsOn(Compile)
        .After(Clean)
        .Produces(PackageDirectory / "*.nupkg")
        .OnlyWhenDynamic(() => SourceDirectory.DirectoryExists())
        .Executes(() =>
        {
            DotNetPack(s => s
                .SetProject(Solution.GetProject("Library"))
                .SetConfiguration(Configuration)
                .SetOutputDirectory(PackageDirectory)
                .SetVersion(Version)
                .SetProcessWorkingDirectory(RootDirectory)
                .EnableNoBuild()
                .EnableNoLogo());

            Nuke.Common.Assert.NotEmpty(PackageDirectory.GlobFiles("*.nupkg"));
            Log.Information("Packed {Count} files", PackageDirectory.GlobFiles("*.nupkg").Count);
        });

    public Target Test => _ => _
        .DependsOn(Compile)
        .ProceedAfterFailure()
        .OnlyWhenStatic(() => Solution.GetAllProjects("*.Tests").Any())
        .Executes(() =>
        {
            DotNetTest(s => s
                    .SetConfiguration(Configuration)
                    .EnableNoBuild()
                    .SetResultsDirectory(ArtifactsDirectory / "tests")
                    .CombineWith(
                        from project in Solution.GetAllProjects("*.Tests")
                        from framework in project.GetTargetFrameworks().Intersect(Frameworks)
                        select new { project, framework },
                        (_, v) => _
                            .SetProjectFile(v.project)
                            .SetFramework(v.framework)
                            .AddLoggers($"trx;LogFileName={v.project.Name}.trx")),
                degreeOfParallelism: 2,
                completeOnFailure: true);
        });

    public Target Archive => _ => _
        .DependsOn(Pack)
        .Executes(() =>
        {
            PackageDirectory.ZipTo(ArtifactsDirectory / "packages.zip", fileMode: FileMode.Create);
            Log.Information("ran {Sdk} {Branch} {Framework} {System}",
                DotNet($"--version", logOutput: false).StdToText().Length > 0,
                GitRepository.IsOnMainOrMasterBranch() && !GitIsDetached(RootDirectory),
                Solution.GetProject("Library").GetProperty("TargetFramework"),
                EnvironmentInfo.IsUnix || EnvironmentInfo.IsWin);
        });

    public Target Push => _ => _
        .DependsOn(Archive)
        .Requires(() => ApiKey)
        .Requires(() => Configuration.Equals(BuildConfiguration.Release))
        .OnlyWhenStatic(() => IsServerBuild)
        .Executes(() => DotNetNuGetPush(s => s
            .SetSource("https://localhost/v3/index.json")
            .SetApiKey(ApiKey)
            .EnableSkipDuplicate()
            .CombineWith(PackageDirectory.GlobFiles("*.nupkg"), (_, package) => _.SetTargetPath(package))));

    protected override void OnTargetFailed(string target) => Log.Error("{Target} failed", target);
}
