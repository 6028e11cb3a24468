namespace Nuke.Common.Sessions;

/// <summary>
/// For build servers: every line at once. A target that runs alone is a fold of the log. A fold cannot hold the lines of two, so when another
/// target begins the fold ends, and from then on each line says whose it is.
/// </summary>
internal sealed class AsItComes(ShowLine show, Host host) : IBlockLayout
{
    private readonly HashSet<OutputBlock> _running = [];

    /// <summary>Those that run, or ran, beside others.</summary>
    private readonly HashSet<OutputBlock> _mixed = [];
    private OutputBlock? _folded;

    public void Open(OutputBlock block, string heading)
    {
        EndFold();
        if (_running.Count > 0) _mixed.UnionWith([.. _running, block]);
        else if (host.GroupStart(block.Name) is { } start) Fold(block, start);
        _running.Add(block);
        show(heading, Tone.Heading, block.Name);
    }

    public void Place(OutputBlock? block, string line, Tone tone)
    {
        var isMixed = block is not null && _mixed.Contains(block);
        show(isMixed ? $"{block!.Name} | {line}" : IBlockLayout.Indented(line, block is not null || _running.Count > 0), tone, block?.Name);
    }

    public void PlaceCommand(OutputBlock? block, string line) => show(line, Tone.Normal, block?.Name);

    public void Between(OutputBlock block, string line, Tone tone) => show(line, tone, null);

    public void Close(OutputBlock block, string closing, Tone tone)
    {
        show(closing, tone, block.Name);
        if (block == _folded) EndFold();
        _running.Remove(block);
        _mixed.Remove(block);
        block.Closed = true;
        block.Dispose();
    }

    public void End() => EndFold();

    private void Fold(OutputBlock block, string start)
    {
        _folded = block;
        show(start, Tone.Normal, block.Name);
    }

    private void EndFold()
    {
        if (_folded is not { } block) return;
        _folded = null;
        if (host.GroupEnd(block.Name) is { } end) show(end, Tone.Normal, block.Name);
    }
}
