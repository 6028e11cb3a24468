using System.Text;

namespace Nuke.Common.Screens;

/// <summary>Takes the place of <see cref="Console.Out"/>: whole lines go through the masked output, so they do not tear the status line.</summary>
internal sealed class OutputWriter(BuildOutput output) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        if (value == '\n') Finish();
        else if (value != '\r') _line.Append(value);
    }

    public override void Write(string? value)
    {
        foreach (var character in value ?? "") Write(character);
    }

    /// <summary>Prints what was written without a line break at its end.</summary>
    public void Finish(bool evenIfEmpty)
    {
        if (evenIfEmpty || _line.Length > 0) Finish();
    }

    private void Finish()
    {
        output.Write(_line.ToString());
        _line.Clear();
    }
}
