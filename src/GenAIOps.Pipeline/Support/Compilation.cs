using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Serilog;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace GenAIOps.Pipeline.Support;

/// <summary>Compiles with the SDK; what does not compile ends the build with the compiler's own lines and one of ours.</summary>
internal static class Compilation
{
    private const int MostLines = 20;
    private static readonly string[] FullDisk = ["No space left on device", "not enough space on the disk"];

    public static void Run(Session session, ArgumentStringHandler command, string? folder = null, IReadOnlyDictionary<string, string>? variables = null) =>
        DotNet(command, workingDirectory: folder ?? session.Root, environmentVariables: variables, logOutput: false, logInvocation: false, exitHandler: process =>
        {
            if (process.ExitCode != 0)
            {
                throw Failed([.. process.Output.Select(line => line.Text)]);
            }

            return null;
        });

    private static ExitCodeException Failed(IReadOnlyList<string> output)
    {
        if (output.Any(line => FullDisk.Any(text => line.Contains(text, StringComparison.Ordinal))))
        {
            return new ExitCodeException(ExitCodes.CloudUnusable, "The disk is full: the sources could not be compiled. What runs goes on. Make room, then run the same command again.");
        }

        var errors = output.Where(line => line.Contains("error", StringComparison.Ordinal)).Select(line => line.Split(" [/")[0].Trim()).Distinct().Take(MostLines).ToList();
        foreach (var line in errors.Count > 0 ? errors : output.TakeLast(MostLines))
        {
            Log.Error("{Line}", line);
        }

        return new ExitCodeException(ExitCodes.TargetFailed, "The sources do not compile; the compiler's errors are above. Nothing was deployed. Mend them, then run the same command again.");
    }
}
