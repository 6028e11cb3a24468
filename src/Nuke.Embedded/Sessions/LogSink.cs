using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Nuke.Common.Sessions;

/// <summary>Sends Serilog's events to the output of the run in which they were logged.</summary>
internal sealed class LogSink : ILogEventSink
{
    private static readonly Lazy<ILogger> s_logger = new(() => new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new LogSink()).CreateLogger());

    private static readonly MessageTemplateTextFormatter s_text = new("{Message:lj}", CultureInfo.InvariantCulture);

    private LogSink() { }

    /// <summary>Makes <see cref="Log.Logger"/> this one. The same for every run, so that runs can be concurrent.</summary>
    public static void Install() => Log.Logger = s_logger.Value;

    public void Emit(LogEvent logEvent)
    {
        if (BuildSession.Current?.Output is not { } output) return;
        var isShown = logEvent.Level >= Threshold(output.Verbosity);
        if (!isShown && output.LogFile is null) return;

        using StringWriter writer = new(CultureInfo.InvariantCulture);
        s_text.Format(logEvent, writer);
        var (prefix, tone) = logEvent.Level switch
        {
            LogEventLevel.Verbose or LogEventLevel.Debug => ("", Tone.Dim),
            LogEventLevel.Information => ("", Tone.Normal),
            LogEventLevel.Warning => ("warning: ", Tone.Warning),
            _ => ("error: ", Tone.Bad),
        };
        if (!isShown)
        {
            output.Record(prefix + writer, tone);
            if (logEvent.Exception is { } hidden) output.Record(hidden.ToString(), tone);
            return;
        }

        output.Write((output.IsForPeople ? prefix : "") + writer, tone);
        if (logEvent.Level >= LogEventLevel.Warning) output.Annotate(BuildSession.Current!.Host, logEvent.Level >= LogEventLevel.Error, writer.ToString());
        if (logEvent.Exception is { } exception) ExceptionText.Write(exception, output);
    }

    private static LogEventLevel Threshold(Verbosity verbosity) => verbosity switch
    {
        Verbosity.Verbose => LogEventLevel.Verbose,
        Verbosity.Normal => LogEventLevel.Information,
        Verbosity.Minimal => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}
