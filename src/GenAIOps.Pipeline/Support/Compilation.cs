using Nuke.Common.Execution;
using Nuke.Common.Tooling;
using Serilog;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace GenAIOps.Pipeline.Support;

/// <summary>Compiles with the SDK; what does not compile ends the build with the compiler's own lines and one of ours.</summary>
internal static class Compilation
{
    public static void Run(Session session, ArgumentStringHandler command)
    {
        try
        {
            DotNet(command, workingDirectory: session.Root, logInvocation: false);
        }
        catch (ProcessException e)
        {
            foreach (var line in e.Message.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct().Take(20))
            {
                Log.Error("{Line}", line);
            }

            if (e.Message.Contains("No space left on device", StringComparison.Ordinal) || e.Message.Contains("not enough space on the disk", StringComparison.Ordinal))
            {
                throw new ExitCodeException(ExitCodes.CloudUnusable, "The disk is full: the sources could not be compiled. What runs goes on. Make room, then run the same command again.");
            }

            throw new ExitCodeException(ExitCodes.TargetFailed, "The sources do not compile; the compiler's errors are above. Nothing was deployed. Mend them, then run the same command again.");
        }
    }
}
