using System.Text;
using Nuke.Common.Execution;

namespace Nuke.Common.Screens;

/// <summary>
/// The one way to the user: everything printed passes here and is masked. Of the targets at work, the first prints as it goes;
/// what the others print is kept until those before them have ended, so that no two are mixed.
/// </summary>
internal sealed class BuildOutput(IScreen screen) : IDisposable
{
    private const string Indentation = "  ";

    private readonly Lock _lock = new();
    private readonly StringBuilder _partial = new();

    /// <summary>In the order in which they were opened; the first is on the screen.</summary>
    private readonly List<OutputBlock> _blocks = [];
    private volatile bool _closed;

    public SecretMask Secrets { get; } = new();

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    /// <summary>The block of the target whose code this is; null outside of any.</summary>
    private OutputBlock? Own => TargetRun.Current?.Block is { } block && block.Output == this && !block.Closed ? block : null;

    /// <summary>Whether headings and tables are wanted.</summary>
    public bool IsForPeople => screen.IsForPeople;

    public static IScreen ScreenFor(BuildEnvironment environment, Host host, bool json) => json ? new JsonScreen(environment.Out, environment.Time) : environment.IsTerminal && host is Terminal
        ? new LiveScreen(environment.Out, environment.Time, environment.UseColor)
        : new PlainScreen(environment.Out);

    /// <summary>Prints text, line by line; below a target's name if one is running.</summary>
    public void Write(string text, Tone tone = Tone.Normal)
    {
        lock (_lock) Print(Own, text, tone);
    }

    /// <summary>Prints text as the console takes it: a line is printed when it ends.</summary>
    public void WriteText(string text)
    {
        lock (_lock)
        {
            var own = Own;
            var partial = own?.Partial ?? _partial;
            foreach (var character in text)
            {
                if (character == '\n') PrintPartial(own, partial);
                else if (character != '\r') partial.Append(character);
            }
        }
    }

    /// <summary>A target is skipped: its line stands between those of others.</summary>
    public void Skip(ExecutableTarget target, string line, Tone tone)
    {
        lock (_lock)
        {
            Try(() => screen.End(target, Secrets));
            if (!screen.IsForPeople) return;
            if (_blocks.Count == 0)
            {
                Show(line, tone, null);
                return;
            }

            OutputBlock between = new(this, "") { Closed = true };
            between.Keep(Secrets.Apply(line), tone);
            _blocks.Add(between);
        }
    }

    /// <summary>Prints a line that a build server reads, so without indentation.</summary>
    public void WriteCommand(string? command)
    {
        if (command is null || !screen.IsForPeople) return;
        lock (_lock) Place(Own, Secrets.Apply(command), Tone.Normal);
    }

    /// <summary>Tells a build server of a secret: the one line that may hold it, which the server itself does not show.</summary>
    public void WriteUnmasked(string? command)
    {
        if (command is null || !screen.IsForPeople) return;
        lock (_lock) Show(command, Tone.Normal, null);
    }

    /// <summary>A target begins.</summary>
    /// <param name="target">Its name.</param>
    /// <param name="groupStart">What the build server reads before it; null for nothing.</param>
    public OutputBlock Open(string target, string? groupStart)
    {
        OutputBlock block = new(this, target);
        lock (_lock)
        {
            _blocks.Add(block);
            if (groupStart is not null) PlaceForPeople(block, Secrets.Apply(groupStart), Tone.Normal);
            PlaceForPeople(block, $"▶ {target}", Tone.Heading);
        }

        // Not under the lock: a line written meanwhile must not wait for the status line, which waits for the line.
        Try(() => screen.Begin(target));
        return block;
    }

    /// <summary>A target has ended: prints its last lines, and what was kept of those after it that can be printed now.</summary>
    public void Close(OutputBlock block, ExecutableTarget target, string closing, Tone tone, string? groupEnd)
    {
        Try(() => screen.End(target, Secrets));
        lock (_lock)
        {
            if (block.Partial.Length > 0) PrintPartial(block, block.Partial);
            PlaceForPeople(block, Secrets.Apply(closing), tone);
            if (groupEnd is not null) PlaceForPeople(block, Secrets.Apply(groupEnd), Tone.Normal);
            block.Closed = true;
            while (_blocks is [{ Closed: true } first, ..])
            {
                PrintKept(first);
                first.Dispose();
                _blocks.RemoveAt(0);
            }

            if (_blocks is [{ } next, ..]) PrintKept(next);
        }
    }

    public void Progress(string text)
    {
        var masked = Secrets.Apply(text);
        if (Own is { } own) screen.Progress(own.Name, masked);
        if (Verbosity == Verbosity.Verbose) Write(masked, Tone.Dim);
    }

    public void Finish(BuildOutcome outcome)
    {
        lock (_lock) Try(() => screen.Finish(outcome, Secrets));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_partial.Length > 0) PrintPartial(null, _partial);
            foreach (var block in _blocks)
            {
                PrintKept(block);
                block.Dispose();
            }

            _blocks.Clear();
        }

        Try(screen.Dispose);
    }

    private void PrintPartial(OutputBlock? block, StringBuilder partial)
    {
        var line = partial.ToString();
        partial.Clear();
        Print(block, line, Tone.Normal);
    }

    private void Print(OutputBlock? block, string text, Tone tone)
    {
        var indentation = screen.IsForPeople && (block is not null || _blocks.Count > 0) ? Indentation : "";
        foreach (var line in Secrets.Apply(text).ReplaceLineEndings("\n").Split('\n')) Place(block, line.Length > 0 ? indentation + line : line, tone);
    }

    private void PlaceForPeople(OutputBlock block, string line, Tone tone)
    {
        if (screen.IsForPeople) Place(block, line, tone);
    }

    private void Place(OutputBlock? block, string line, Tone tone)
    {
        if (block is null || !screen.IsForPeople || _blocks.Count == 0 || _blocks[0] == block) Show(line, tone, block?.Name);
        else block.Keep(line, tone);
    }

    private void PrintKept(OutputBlock block)
    {
        foreach (var (line, tone) in block.Take()) Show(line, tone, block.Name);
    }

    private void Show(string line, Tone tone, string? target) => Try(() => screen.WriteLine(line, tone, target));

    /// <summary>
    /// The reader may go away (<c>| head</c>), or the disk fill up. A build does not fail for want of a listener; its exit code still tells.
    /// </summary>
    private void Try(Action print)
    {
        if (_closed) return;
        try
        {
            print();
        }
        catch (Exception e) when (ExceptionText.Unwrap(e) is IOException)
        {
            _closed = true;
        }
    }
}
