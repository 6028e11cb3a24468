using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>Reads a run's items again, in the set's order: the rows from the set, and what came of them from the journal.</summary>
internal static class JournalRows
{
    public static IEnumerable<RowResult> Read(Dataset set, int repeats, RunColumns columns, string journal, string notAsked)
    {
        using var file = DiskFile.ToRead(journal);
        var reader = new FrameReader(file);
        var item = 0;
        foreach (var row in set.Rows())
        {
            for (var repeat = 0; repeat < repeats; repeat++, item++)
            {
                var offset = columns.Offsets[item];
                yield return offset == 0
                    ? new RowResult(row, RowStatus.Skipped, null, new Dictionary<string, double>(), [notAsked], TimeSpan.Zero, 0) { Repeat = repeat }
                    : Of(row, repeat, Record(reader, offset, journal));
            }
        }
    }

    private static RowRecord Record(FrameReader reader, long offset, string journal) => reader.TryRead(offset, out var payload, out _)
        ? RunJson.Read<RowRecord>(payload.Span)
        : throw new InvalidDataException($"{journal}: the record at byte {offset} is damaged or gone. It was written by the run and must stay as it is until its report is written. Delete the file, and run the same command again.");

    private static RowResult Of(EvaluationCase row, int repeat, RowRecord record) =>
        new(row, record.Status, record.Answer, record.Scores, record.Reasons, TimeSpan.FromTicks(record.Ticks), record.Attempts) { Repeat = repeat, Judges = record.Judges };
}
