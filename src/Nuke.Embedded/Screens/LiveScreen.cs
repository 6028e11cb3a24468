using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nuke.Common.Screens;

/// <summary>A terminal: log lines scroll, and below them a status line shows the running target, what it does, and for how long.</summary>
internal sealed class LiveScreen : IScreen
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly bool _color;
    private volatile string _progress = "";
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

    public void WriteLine(string line, Tone tone) => _console.Write(new Line(line, StyleOf(tone)));

    public void Begin(string target)
    {
        _progress = "";
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = _ended.Task;
        var start = _time.GetTimestamp();
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

        string Text() => Markup.Escape($"{target}  {Durations.Format(_time.GetElapsedTime(start))}  {Fit(_progress, target)}".TrimEnd());
    }

    public void Progress(string text) => _progress = text.ReplaceLineEndings(" ");

    public void End()
    {
        _ended.TrySetResult();
        _status.Wait();
    }

    public void Dispose() => End();

    /// <summary>A status that wraps would leave rests of itself on the screen.</summary>
    private string Fit(string text, string target)
    {
        var room = Math.Max(0, _console.Profile.Width - target.Length - 20);
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

    /// <summary>A line that the terminal wraps, not Spectre: paths can still be copied whole.</summary>
    private sealed class Line(string text, Style style) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => [new Segment(text, style), Segment.LineBreak];
    }
}
