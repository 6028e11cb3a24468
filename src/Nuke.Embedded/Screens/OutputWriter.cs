using System.Text;

namespace Nuke.Common.Screens;

/// <summary>Takes the place of <see cref="Console.Out"/> and <see cref="Console.Error"/>: whole lines go through the masked output, so they do not tear the status line.</summary>
internal sealed class OutputWriter(BuildOutput output) : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        foreach (var character in value ?? "")
        {
            if (character == '\n') output.Write(Take());
            else if (character != '\r') lock (_lock) _line.Append(character);
        }
    }

    /// <summary>Prints what was written without a line break at its end.</summary>
    public void FinishLine()
    {
        if (Take() is { Length: > 0 } rest) output.Write(rest);
    }

    private string Take()
    {
        lock (_lock)
        {
            var line = _line.ToString();
            _line.Clear();
            return line;
        }
    }
}
