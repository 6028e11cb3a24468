using Nuke.Common.Execution;

namespace Nuke.Common.Screens;

/// <summary>The one way to the user: everything printed passes here and is masked.</summary>
internal sealed class BuildOutput(IScreen screen) : IDisposable
{
    private const string Indentation = "  ";

    private readonly Lock _lock = new();
    private readonly List<OutputWriter> _writers = [];
    private bool _inTarget;
    private volatile bool _closed;

    public SecretMask Secrets { get; } = new();

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public static IScreen ScreenFor(BuildEnvironment environment, Host host) => environment.IsTerminal && host is Terminal
        ? new LiveScreen(environment.Out, environment.Time, environment.UseColor)
        : new PlainScreen(environment.Out);

    /// <summary>A writer to stand in for those of <see cref="Console"/>.</summary>
    public TextWriter CreateWriter()
    {
        OutputWriter writer = new(this);
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Prints text, line by line; below a target's name if one is running.</summary>
    public void Write(string text, Tone tone = Tone.Normal)
    {
        var lines = Secrets.Apply(text).ReplaceLineEndings("\n").Split('\n');
        lock (_lock)
        {
            foreach (var line in lines) Try(() => screen.WriteLine(_inTarget && line.Length > 0 ? Indentation + line : line, tone));
        }
    }

    /// <summary>Prints a line that a build server reads, so without indentation.</summary>
    public void WriteCommand(string? command)
    {
        if (command is null) return;
        lock (_lock) Try(() => screen.WriteLine(Secrets.Apply(command), Tone.Normal));
    }

    public void Begin(string target)
    {
        Write($"▶ {target}", Tone.Heading);
        lock (_lock)
        {
            Try(() => screen.Begin(target));
            _inTarget = true;
        }
    }

    public void End()
    {
        _writers.ForEach(writer => writer.FinishLine());

        // Not under the lock: a line written meanwhile must not wait for the status line, which waits for the line.
        Try(screen.End);
        lock (_lock) _inTarget = false;
    }

    public void Progress(string text)
    {
        var masked = Secrets.Apply(text);
        screen.Progress(masked);
        if (Verbosity == Verbosity.Verbose) Write(masked, Tone.Dim);
    }

    public void Dispose() => Try(screen.Dispose);

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
