using System.Text;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Targets;

namespace Nuke.Common.Sessions;

/// <summary>
/// The one way to the user: everything printed passes here, is masked, and is kept in the run's log. How the lines of targets that run side by side
/// are arranged is the layout's business.
/// </summary>
internal sealed partial class BuildOutput : IDisposable
{
    private readonly IScreen _screen;
    private readonly TimeProvider _time;
    private readonly IBlockLayout _layout;
    private readonly Lock _lock = new();
    private readonly StringBuilder _partial = new();
    private readonly List<OutputBlock> _running = [];
    private RunLog? _log;
    private volatile bool _closed;

    public BuildOutput(IScreen screen, Host host, TimeProvider time)
    {
        _screen = screen;
        _time = time;
        IsLive = !screen.IsForPeople || host is IBuildServer;
        _layout = !screen.IsForPeople ? new Direct(Show) : IsLive ? new AsItComes(Show, host) : new InTurn(Show);
    }

    public SecretMask Secrets { get; } = new();

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    /// <summary>Whether headings and tables are wanted.</summary>
    public bool IsForPeople => _screen.IsForPeople;

    /// <summary>Whether what targets and their processes print is shown as it comes, for nobody can look at it otherwise.</summary>
    public bool IsLive { get; }

    /// <summary>Where the run's log is; null while there is none.</summary>
    public string? LogFile => _log?.Path;

    /// <summary>The block of the target whose code this is; null outside of any.</summary>
    private OutputBlock? Own => TargetRun.Current?.Block is { } block && block.Output == this && !block.Closed ? block : null;

    public static IScreen ScreenFor(BuildEnvironment environment, Host host, bool json) => json ? new JsonScreen(environment.Out, environment.Time) : environment.IsTerminal && host is Terminal
        ? new LiveScreen(environment.Out, environment.Time, environment.UseColor)
        : new PlainScreen(environment.Out);

    /// <summary>From now on all lines go to the log, too.</summary>
    public void KeepIn(RunLog log)
    {
        lock (_lock) _log = log;
    }

    /// <summary>Ends the log and removes it.</summary>
    public void DiscardLog()
    {
        lock (_lock)
        {
            _log?.Discard();
            _log = null;
        }
    }

    /// <summary>Prints text, line by line; below a target's name if one is running.</summary>
    public void Write(string text, Tone tone = Tone.Normal)
    {
        lock (_lock) Print(Own, text, tone);
    }

    /// <summary>Writes text to the log alone.</summary>
    public void Record(string text, Tone tone = Tone.Dim)
    {
        if (_log is null) return;
        lock (_lock)
        {
            foreach (var line in Lines(text)) Keep(line, tone, Own?.Name);
        }
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

    /// <summary>Prints a line that a build server reads, so without indentation.</summary>
    public void WriteCommand(string? command)
    {
        if (command is null) return;
        lock (_lock) _layout.PlaceCommand(Own, Secrets.Apply(command));
    }

    /// <summary>Has a build server show an error or a warning, where it has a way to.</summary>
    public void Annotate(Host host, bool isError, string text)
    {
        if (_screen.IsForPeople) WriteCommand(host.Annotation(isError, string.Join('\n', Lines(text))));
    }

    /// <summary>Tells a build server of a secret: the one line that may hold it, which the server itself does not show.</summary>
    public void WriteUnmasked(string? command)
    {
        if (command is null || !_screen.IsForPeople) return;
        lock (_lock) Show(command, Tone.Normal, null);
    }

    public void Finish(BuildOutcome outcome)
    {
        lock (_lock) Try(() => _screen.Finish(outcome, Secrets));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_partial.Length > 0) PrintPartial(null, _partial);
            _layout.End();
            _log?.Dispose();
            _log = null;
        }

        Try(_screen.Dispose);
    }

    private void PrintPartial(OutputBlock? block, StringBuilder partial)
    {
        var line = partial.ToString();
        partial.Clear();
        Print(block, line, Tone.Normal);
    }

    private void Print(OutputBlock? block, string text, Tone tone)
    {
        foreach (var line in Lines(text))
        {
            Keep(line, tone, block?.Name);
            _layout.Place(block, line, tone);
        }
    }

    private IEnumerable<string> Lines(string text) => Secrets.Apply(text).ReplaceLineEndings("\n").Split('\n').Select(_screen.Inert);

    private string Inert(string line) => _screen.Inert(Secrets.Apply(line));

    private void Show(string line, Tone tone, string? target) => Try(() => _screen.WriteLine(line, tone, target));

    private void Keep(string line, Tone tone, string? target)
    {
        try
        {
            _log?.Write(line, tone, target);
        }
        catch (IOException e)
        {
            _log = null;
            Show($"warning: the log of this run ends early: {ExceptionText.Reason(e)} The build goes on.", Tone.Warning, null);
        }
    }

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
