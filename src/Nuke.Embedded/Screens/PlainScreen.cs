namespace Nuke.Common.Screens;

/// <summary>Lines only: files, pipes and build servers.</summary>
internal sealed class PlainScreen(TextWriter writer) : IScreen
{
    public void WriteLine(string line, Tone tone) => writer.WriteLine(line);

    public void Begin(string target) { }

    public void Progress(string target, string text) { }

    public void End(string target) { }

    public void Dispose() => writer.Flush();
}
