using Nuke.Common.Execution;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nuke.Common.Sessions;

/// <summary>A terminal: log lines scroll, and below them a status line shows the running targets, what they do, and for how long.</summary>
internal sealed class LiveScreen : IScreen
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly bool _color;
    private readonly Lock _lock = new();
    private readonly List<Shown> _running = [];
    private TaskCompletionSource _ended = new();
    private Task _status = Task.CompletedTask;

    public LiveScreen(TextWriter writer, TimeProvider time, bool color)
    {
        _time = time;
        _color = color;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
    }

    public string Inert(string line) => UntrustedText.WithoutControls(line);

    public void WriteLine(string line, Tone tone, string? target) => _console.Write(new Line(line, StyleOf(tone)));

    public void Begin(string target)
    {
        lock (_lock)
        {
            _running.Add(new Shown(target, _time.GetTimestamp()));
            if (_running.Count > 1) return;
        }

        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = _ended.Task;
        _status = Task.Run(() => _console.Status()
            .Spinner(Spinner.Known.Dots)
            .SpinnerStyle(StyleOf(Tone.Heading))
            .StartAsync(Text(), async context =>
            {
                while (!ended.IsCompleted)
                {
                    context.Status(Text());
                    await Task.WhenAny(ended, Task.Delay(s_refresh, _time));
                }
            }));
    }

    public void Progress(string target, string text)
    {
        lock (_lock)
        {
            if (_running.Find(x => x.Target == target) is { } shown) shown.Progress = UntrustedText.WithoutControls(text.ReplaceLineEndings(" "));
        }
    }

    public void End(ExecutableTarget target, SecretMask secrets)
    {
        lock (_lock)
        {
            _running.RemoveAll(x => x.Target == target.Name);
            if (_running.Count > 0) return;
        }

        Stop();
    }

    public void Dispose() => Stop();

    private void Stop()
    {
        _ended.TrySetResult();
        _status.Wait();
    }

    private string Text()
    {
        lock (_lock)
        {
            return Markup.Escape(Fit(string.Join("  ·  ", _running.Select(x => $"{x.Target}  {Durations.Format(_time.GetElapsedTime(x.Start))}  {x.Progress}".TrimEnd()))));
        }
    }

    /// <summary>A status that wraps would leave rests of itself on the screen.</summary>
    private string Fit(string text)
    {
        var room = Math.Max(0, _console.Profile.Width - 4);
        return text.Length <= room ? text : room == 0 ? "" : text[..(room - 1)] + "…";
    }

    private Style StyleOf(Tone tone) => !_color ? Style.Plain : tone switch
    {
        Tone.Dim => new Style(decoration: Decoration.Dim),
        Tone.Heading => new Style(Color.Blue, decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red),
        _ => Style.Plain,
    };

    private sealed record Shown(string Target, long Start)
    {
        public string Progress { get; set; } = "";
    }

    /// <summary>A line that the terminal wraps, not Spectre: paths can still be copied whole.</summary>
    private sealed class Line(string text, Style style) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(text, style), Segment.LineBreak];
    }
}
