// What the official Nuke.Common package does not have; see docs/nuke.md.
#if !OFFICIAL_NUKE
using GenAIOps.Pipeline;
using Nuke.Common;
using Nuke.Common.Execution;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

[Unlocked(nameof(IRunLocally.Status), nameof(IReleaseProd.ExplainGate))]
internal sealed partial class Build : IShareCache
{
    private Target Format => _ => _
        .Description("Checks the formatting of the sources; cached")
        .Inputs("src/**/*.cs", "tests/**/*.cs", "build/**/*.cs", "**/*.csproj", ".editorconfig", "GenAIOps.sln", "!**/bin/**", "!**/obj/**")
        .Executes(() => { DotNet("format whitespace GenAIOps.sln --no-restore --verify-no-changes", logInvocation: true); });

    private Target Noop => _ => _
        .Unlisted()
        .Description("Does nothing: what starting costs")
        .Executes(() => { });
}
#endif
