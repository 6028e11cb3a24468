using Nuke.Common;
using Nuke.Common.Testing;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>What code logs, as a build prints it.</summary>
internal static class LogOutput
{
    private static readonly AsyncLocal<Action?> s_action = new();

    private sealed class Build : NukeBuild
    {
        public Target Act => _ => _.Executes(() => s_action.Value!());
    }

    public static async Task<string> OfAsync(Action action)
    {
        s_action.Value = action;
        using BuildTest<Build> test = new();
        var result = await test.RunAsync("Act");
        Xunit.Assert.True(result.ExitCode == 0, result.Output);
        return result.Output;
    }
}
