using System.Globalization;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Warnings and errors of the server, in <c>logs/emulator.log</c>. A full disk does not stop the server: the line is lost.</summary>
internal sealed class FileLogger(string path, TimeProvider time) : ILoggerProvider
{
    private const long KeptBytes = 4 << 20;
    private readonly Lock _writes = new();

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose() { }

    private void Write(string line)
    {
        lock (_writes)
        {
            try
            {
                if (new FileInfo(path) is { Exists: true, Length: > KeptBytes }) File.Move(path, path + ".1", overwrite: true);
                File.AppendAllText(path, line);
            }
            catch (IOException) { }
        }
    }

    private sealed class Category(FileLogger owner, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            string now = owner.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            owner.Write($"{now} {logLevel} {name}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}\n");
        }
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
