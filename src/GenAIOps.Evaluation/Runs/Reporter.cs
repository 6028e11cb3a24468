using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluation.Runs.Pacing;

namespace GenAIOps.Evaluation.Runs;

/// <summary>Tells where a run stands: ten times a second at most, and at the end. Thread-safe.</summary>
internal sealed class Reporter(RunColumns columns, Pace pace, IProgress<RunProgress>? progress, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly int _before = columns.Done;
    private long _last = time.GetTimestamp();

    public void Report(int cached, bool isLast)
    {
        if (progress is null)
        {
            return;
        }

        var last = Interlocked.Read(ref _last);
        var now = time.GetTimestamp();
        if (!isLast && (time.GetElapsedTime(last, now) < Every || Interlocked.CompareExchange(ref _last, now, last) != last))
        {
            return;
        }

        var (limit, inFlight) = pace.Load;
        var (done, passed) = columns.Counts;
        var seconds = pace.Now.TotalSeconds;
        var rate = seconds > 0 ? (done - _before) / seconds : 0;
        TimeSpan? remaining = rate > 0 ? TimeSpan.FromSeconds((columns.Items - done) / rate) : null;
        progress.Report(new RunProgress(done, columns.Items, passed, rate, remaining, limit, inFlight, pace.Retries, pace.Throttles, cached));
    }
}
