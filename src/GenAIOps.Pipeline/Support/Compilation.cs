using GenAIOps.Pipeline.Context;
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

    public static void Run(AgentContext context, ArgumentStringHandler command, string? folder = null, IReadOnlyDictionary<string, string>? variables = null) =>
        DotNet(command, workingDirectory: folder ?? context.Root, environmentVariables: variables, logger: (_, line) => Log.Verbose("{Line}", line), logInvocation: false, exitHandler: process =>
        {
            if (process.ExitCode != 0)
            {
                throw Failed([.. process.Output.Select(line => line.Text)]);
            }

            return null;
        });

    /// <summary>Builds a project or a solution. Its compilers share one server, which nobody else uses and which ends with them.</summary>
    public static void Build(AgentContext context, string project)
    {
        var pipe = $"genaiops-{Environment.ProcessId}";
        try
        {
            Run(context, $"build {project} -c Release -nologo -v quiet -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId={pipe}");
        }
        finally
        {
            End(context, pipe);
        }
    }

    private static void End(AgentContext context, string pipe)
    {
        try
        {
            var version = Ask($"--version")[0];
            var folder = Ask($"--list-sdks").First(line => line.StartsWith(version + " [", StringComparison.Ordinal))[(version.Length + 2)..^1];
            Ask($"exec {Path.Combine(folder, version, "Roslyn", "bincore", "VBCSCompiler.dll")} -shutdown -pipename:{pipe}");
        }
        catch (Exception e) when (e is ProcessException or ArgumentOutOfRangeException or InvalidOperationException or OperationCanceledException)
        {
            // A server that is asked nothing ends by itself after ten minutes; one of a cancelled build died with it.
            Log.Debug("The compiler's server was not ended: {Message}", e.Message);
        }

        List<string> Ask(ArgumentStringHandler command) =>
            [.. DotNet(command, workingDirectory: context.Root, logOutput: false, logInvocation: false).Select(line => line.Text)];
    }

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
