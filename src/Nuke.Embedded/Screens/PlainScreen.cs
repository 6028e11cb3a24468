namespace Nuke.Common.Screens;

/// <summary>Lines only: files, pipes and build servers.</summary>
internal sealed class PlainScreen(TextWriter writer) : IScreen
{
    private bool _closed;

    public void WriteLine(string line, Tone tone)
    {
        if (_closed) return;
        try
        {
            writer.WriteLine(line);
        }
        catch (IOException)
        {
            // The reader went away, or the disk is full. A build does not fail for want of a listener; its exit code still tells.
            _closed = true;
        }
    }

    public void Begin(string target) { }

    public void Progress(string text) { }

    public void End() { }

    public void Dispose()
    {
        if (!_closed) writer.Flush();
    }
}
