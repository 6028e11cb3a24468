namespace Nuke.Common.Screens;

/// <summary>Lines only: files, pipes and build servers.</summary>
internal sealed class PlainScreen(TextWriter writer) : IScreen
{
    public void WriteLine(string line, Tone tone, string? target) => writer.WriteLine(line);

    public void Dispose() => writer.Flush();
}
