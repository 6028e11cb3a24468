using System.Text;

namespace Nuke.Common.Sessions;

/// <summary>
/// Takes the place of <see cref="Console.Out"/> and <see cref="Console.Error"/>: what a build writes goes through its masked output,
/// below the target that wrote it; what is written outside of a build goes where it went before.
/// </summary>
internal sealed class ConsoleWriter(TextWriter before) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        if (BuildSession.Current?.Output is { } output) output.WriteText(value);
        else before.Write(value);
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Flush() => before.Flush();
}
