namespace Nuke.Common.Sessions;

/// <summary>The first target prints as it goes; what the others print is kept until those before them have ended, so that no two are mixed.</summary>
internal sealed class InTurn(ShowLine show) : IBlockLayout
{
    /// <summary>In the order in which they were opened; the first is on the screen.</summary>
    private readonly List<OutputBlock> _blocks = [];

    public void Open(OutputBlock block, string heading)
    {
        _blocks.Add(block);
        ShowOrKeep(block, heading, Tone.Heading);
    }

    public void Place(OutputBlock? block, string line, Tone tone) => ShowOrKeep(block, IBlockLayout.Indented(line, block is not null || _blocks.Count > 0), tone);

    public void PlaceCommand(OutputBlock? block, string line) => ShowOrKeep(block, line, Tone.Normal);

    public void Between(OutputBlock block, string line, Tone tone)
    {
        if (_blocks.Count == 0)
        {
            show(line, tone, null);
            return;
        }

        block.Closed = true;
        block.Keep(line, tone);
        _blocks.Add(block);
    }

    public void Close(OutputBlock block, string closing, Tone tone)
    {
        ShowOrKeep(block, closing, tone);
        block.Closed = true;
        while (_blocks is [{ Closed: true } first, ..])
        {
            ShowKept(first);
            first.Dispose();
            _blocks.RemoveAt(0);
        }

        if (_blocks is [{ } next, ..]) ShowKept(next);
    }

    public void End()
    {
        foreach (var block in _blocks)
        {
            ShowKept(block);
            block.Dispose();
        }

        _blocks.Clear();
    }

    private void ShowOrKeep(OutputBlock? block, string line, Tone tone)
    {
        if (block is null || _blocks.Count == 0 || _blocks[0] == block) show(line, tone, block?.Name);
        else block.Keep(line, tone);
    }

    private void ShowKept(OutputBlock block)
    {
        foreach (var (line, tone) in block.Take()) show(line, tone, block.Name);
    }
}
