using System.Text.Json;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>
/// The rows of one run as they came in: <c>run.journal</c> in the run's folder. Its first frame says which run it is, each
/// other one is the last word on one item at that time. The last one of an item counts.
/// </summary>
internal sealed class RunJournal : IDisposable
{
    public const string FileName = "run.journal";

    private static ReadOnlySpan<byte> Magic => "GAORUN1\n"u8;

    private readonly FrameFile _frames;

    private RunJournal(FrameFile frames, RunColumns columns) => (_frames, Columns) = (frames, columns);

    public RunColumns Columns { get; }

    /// <summary>Requests, tokens and cost of what was recorded before.</summary>
    public (long Requests, long Tokens, double Cost) Spent { get; private init; }

    public Action? OnFault { set => _frames.OnFault = value; }

    public IOException? Fault => _frames.Fault;

    /// <param name="file">Owned from now on.</param>
    /// <param name="path">For messages.</param>
    /// <param name="identity">Of the run that is wanted.</param>
    /// <param name="items">Of the run.</param>
    /// <param name="time">Measures the wait of a group of writes.</param>
    /// <exception cref="InvalidDataException">It is another run's journal. It is left as it is.</exception>
    public static RunJournal Open(IAppendFile file, string path, RunIdentity identity, int items, TimeProvider time)
    {
        var columns = new RunColumns(items);
        var hasHeader = false;
        (long Requests, long Tokens, double Cost) spent = default;
        FrameFile? frames = null;
        try
        {
            frames = FrameFile.Open(file, path, Magic, Each, time);
            if (!hasHeader)
            {
                frames.Append(identity.Write());
                frames.Flush();
            }

            // Nothing is missing, so whoever runs it again wants the errors tried again.
            if (columns.Done == items)
            {
                columns.ReopenErrors();
            }

            return new RunJournal(frames, columns) { Spent = spent };
        }
        catch (JsonException e)
        {
            frames?.Dispose();
            file.Dispose();
            throw new InvalidDataException($"{path} is whole, but was written by another version of this tool: {e.Message} Nothing was asked. Name another folder, or delete the file to begin anew.", e);
        }
        catch
        {
            frames?.Dispose();
            file.Dispose();
            throw;
        }

        void Each(long offset, ReadOnlyMemory<byte> payload)
        {
            if (!hasHeader)
            {
                Check(path, RunIdentity.Read(payload.Span), identity);
                hasHeader = true;
                return;
            }

            var row = RunJson.Read<RowNumbers>(payload.Span);
            if (row.Item < 0 || row.Item >= items)
            {
                throw new InvalidDataException($"{path}: the record at byte {offset} is of item {row.Item}, and the run has {items}. Delete the file, and run the same command again.");
            }

            columns.Set(row, offset);
            spent = row.IsFree ? spent : (spent.Requests + row.Attempts, spent.Tokens + row.Tokens, spent.Cost + row.Cost);
        }
    }

    /// <exception cref="IOException">The file can no longer be written.</exception>
    public void Append(RowRecord row) => Columns.Set(row, _frames.Append(RunJson.Write(row)));

    /// <inheritdoc cref="FrameFile.Flush"/>
    public void Flush() => _frames.Flush();

    /// <summary>The record of an item that has one.</summary>
    public RowRecord Read(int item) => _frames.Read(Columns.Offsets[item], payload => RunJson.Read<RowRecord>(payload.Span));

    public void Dispose() => _frames.Dispose();

    private static void Check(string path, RunIdentity found, RunIdentity wanted)
    {
        if (found.Hash == wanted.Hash)
        {
            return;
        }

        var differences = wanted.Parts.Keys.Union(found.Parts.Keys).Order(StringComparer.Ordinal)
            .Where(name => found.Parts.GetValueOrDefault(name) != wanted.Parts.GetValueOrDefault(name))
            .Select(name => $"{name}: {Short(found.Parts.GetValueOrDefault(name))} there, {Short(wanted.Parts.GetValueOrDefault(name))} now");
        throw new InvalidDataException($"{path} holds another run, so this one cannot go on from it ({string.Join("; ", differences)}). Nothing was asked, and the file was left as it is. Name another folder, or delete the file to begin anew.");
    }

    private static string Short(string? text) => text is null or "" ? "none" : text.Length <= 80 ? $"'{text}'" : $"'{text[..77]}...'";
}
