using Nuke.Embedded.Tests;

/// <summary>
/// Lets the test assembly be a build process of its own: the runtime calls this before the test runner's <c>Main</c>, in a process started with
/// DOTNET_STARTUP_HOOKS, and nothing of the runner runs then. The name and place are the runtime's.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => Environment.Exit(ProcessBuild.Run());
}
