using System.Text;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>A process ended with an exit code other than 0.</summary>
public class ProcessException : Exception, ITellFailure
{
    public ProcessException(IProcess process)
        : base(FormatMessage(process))
    {
        Process = process;
        ExitCode = process.ExitCode;
    }

    internal IProcess Process { get; }

    public int ExitCode { get; }

    void ITellFailure.Tell(BuildOutput output)
    {
        output.Write($"Process '{Path.GetFileName(Process.FileName)}' exited with code {ExitCode}.", Tone.Bad);
        output.Write($"   > {Path.GetFileName(Process.FileName)} {Process.Arguments}", Tone.Bad);
        output.Write($"   @ {Process.WorkingDirectory}", Tone.Bad);
        if (Process is ChildProcess { Shown: true }) return;
        foreach (var line in Process.Output) output.Write(line.Text, line.Type == OutputType.Err ? Tone.Bad : Tone.Normal);
    }

    private static string FormatMessage(IProcess process)
    {
        var message = new StringBuilder()
            .AppendLine($"Process '{Path.GetFileName(process.FileName)}' exited with code {process.ExitCode}.")
            .AppendLine($"   > {Quoting.DoubleIfNeeded(process.FileName)} {process.Arguments}")
            .AppendLine($"   @ {process.WorkingDirectory}");

        var errors = process.Output.Where(line => line.Type == OutputType.Err).ToArray();
        if (errors.Length > 0) message.AppendLine("Error output:");
        foreach (var line in errors) message.AppendLine($"   {line.Text}");
        return message.ToString();
    }
}
