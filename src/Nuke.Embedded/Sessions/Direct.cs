namespace Nuke.Common.Sessions;

/// <summary>For programs: lines at once, each with its target beside it, and nothing that only people or build servers read.</summary>
internal sealed class Direct(ShowLine show) : IBlockLayout
{
    public void Open(OutputBlock block, string heading) { }

    public void Place(OutputBlock? block, string line, Tone tone) => show(line, tone, block?.Name);

    public void PlaceCommand(OutputBlock? block, string line) { }

    public void Between(OutputBlock block, string line, Tone tone) { }

    public void Close(OutputBlock block, string closing, Tone tone)
    {
        block.Closed = true;
        block.Dispose();
    }

    public void End() { }
}
