using System.Text;

namespace Nuke.Common.Sessions;

/// <summary>
/// What one target prints. It is on the screen as it comes, or kept until its turn. Beyond a mebibyte it is kept in a file.
/// Used under the lock of <see cref="BuildOutput"/>.
/// </summary>
/// <param name="output">Where it is printed.</param>
/// <param name="name">The target's name.</param>
/// <param name="begun">The clock's time stamp at which the target began.</param>
internal sealed class OutputBlock(BuildOutput output, string name, long begun) : IDisposable
{
    private const int MostInMemory = 1024 * 1024;

    private readonly List<(string Line, Tone Tone)> _lines = [];
    private int _size;
    private FileStream? _file;

    public BuildOutput Output { get; } = output;
    public string Name { get; } = name;
    public long Begun { get; } = begun;

    /// <summary>What the target last said that it is doing; empty for nothing.</summary>
    public string Progress { get; set; } = "";

    public bool Closed { get; set; }

    /// <summary>What was written to the console without a line break at its end.</summary>
    public StringBuilder Partial { get; } = new();

    public void Keep(string line, Tone tone)
    {
        _lines.Add((line, tone));
        _size += (line.Length * sizeof(char)) + 32;
        if (_size > MostInMemory) Spill();
    }

    /// <summary>Everything kept, in order; nothing is kept after it.</summary>
    public IEnumerable<(string Line, Tone Tone)> Take()
    {
        if (_file is not null)
        {
            _file.Position = 0;
            using StreamReader reader = new(_file, Encoding.UTF8);
            while (reader.ReadLine() is { } line) yield return (line[1..], (Tone)(line[0] - '0'));
            _file = null;
        }

        foreach (var line in _lines) yield return line;
        _lines.Clear();
        _size = 0;
    }

    public void Dispose() => _file?.Dispose();

    private void Spill()
    {
        var before = _file?.Position ?? 0;
        try
        {
            _file ??= new FileStream(
                Path.Combine(Path.GetTempPath(), $"nuke-{Guid.NewGuid():n}.log"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
            StringBuilder text = new();
            foreach (var (line, tone) in _lines) text.Append((int)tone).Append(line).Append('\n');
            _file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            _file.Flush();
            _lines.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room there: the lines stay where they are, and what was half written is taken back.
            _file?.SetLength(before);
            if (_file is not null) _file.Position = before;
        }

        _size = 0;
    }
}
