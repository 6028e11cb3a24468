using System.Text;

namespace Nuke.Common.Tooling;

/// <summary>A process ended with an exit code other than 0.</summary>
public class ProcessException : Exception
{
    public ProcessException(IProcess process)
        : base(FormatMessage(process))
    {
        Process = process;
        ExitCode = process.ExitCode;
    }

    internal IProcess Process { get; }

    public int ExitCode { get; }

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
