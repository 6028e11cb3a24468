using System.Collections;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>What is known of each item: a status (1 byte), where its record stands (8 bytes), and 1 or 8 bytes for each metric.</summary>
internal sealed class RunColumns(int items)
{
    private readonly Lock _lock = new();
    private readonly RowStatus[] _statuses = [.. Enumerable.Repeat(RowStatus.Skipped, items)];
    private readonly long[] _offsets = new long[items];
    private readonly Dictionary<string, ScoreColumn> _scores = new(StringComparer.Ordinal);
    private readonly BitArray _again = new(items);
    private int _done;
    private int _passed;
    private int _failed;

    public int Items => items;

    public IReadOnlyList<RowStatus> Statuses => _statuses;

    /// <summary>By item: where the record stands; 0 where there is none.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    public int Done => Volatile.Read(ref _done);

    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Both of one moment: of those that are done, never more have passed.</summary>
    public (int Done, int Passed) Counts
    {
        get
        {
            lock (_lock)
            {
                return (_done, _passed);
            }
        }
    }

    /// <summary>Records that another one of the same item replaced.</summary>
    public int Replaced { get; private set; }

    /// <summary>By metric, in ordinal order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Scores()
    {
        lock (_lock)
        {
            return _scores.OrderBy(column => column.Key, StringComparer.Ordinal).ToDictionary(column => column.Key, IReadOnlyList<double> (column) => column.Value, StringComparer.Ordinal);
        }
    }

    /// <summary>Whether the item is to be worked on: it has no record, or one that says that another try may end otherwise.</summary>
    public bool IsOpen(int item) => _offsets[item] == 0 || _again[item];

    /// <summary>Has every errored item worked on again, those included that another try would hardly help.</summary>
    public void ReopenErrors()
    {
        for (var item = 0; item < items; item++)
        {
            _again[item] |= _statuses[item] == RowStatus.Errored;
        }
    }

    /// <summary>Takes the last word on an item.</summary>
    /// <param name="row">The record.</param>
    /// <param name="offset">Where it stands.</param>
    public void Set(RowNumbers row, long offset)
    {
        lock (_lock)
        {
            if (_offsets[row.Item] == 0)
            {
                _done++;
            }
            else if (offset > _offsets[row.Item])
            {
                Replaced++;
                _passed -= _statuses[row.Item] == RowStatus.Passed ? 1 : 0;
                _failed -= _statuses[row.Item] == RowStatus.Failed ? 1 : 0;
                foreach (var column in _scores.Values)
                {
                    column[row.Item] = double.NaN;
                }
            }

            _statuses[row.Item] = row.Status;
            _offsets[row.Item] = offset;
            _passed += row.Status == RowStatus.Passed ? 1 : 0;
            _failed += row.Status == RowStatus.Failed ? 1 : 0;
            _again[row.Item] = row.Status == RowStatus.Errored && (row.Again || row.HasAnswer);
            foreach (var (metric, score) in row.Scores)
            {
                Column(metric)[row.Item] = score;
            }
        }
    }

    private ScoreColumn Column(string metric)
    {
        if (!_scores.TryGetValue(metric, out var column)) _scores[metric] = column = new ScoreColumn(items);
        return column;
    }
}
