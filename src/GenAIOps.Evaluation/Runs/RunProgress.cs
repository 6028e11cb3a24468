using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Runs;

/// <summary>Where a run stands.</summary>
/// <param name="Done">Items with a result, those of earlier times included.</param>
/// <param name="Total">Items of the run.</param>
/// <param name="Passed">Of those that are done.</param>
/// <param name="RowsPerSecond">Since this process went on with the run; 0 until one is done.</param>
/// <param name="Remaining">At that pace; null while there is none.</param>
/// <param name="Limit">Requests that may be under way now.</param>
/// <param name="InFlight">Requests under way.</param>
/// <param name="Retries">Attempts that failed and were or will be repeated, since this process went on.</param>
/// <param name="Throttles">Requests refused for lack of capacity, since this process went on.</param>
/// <param name="Cached">Answers taken from the cache, since this process went on.</param>
public sealed record RunProgress(int Done, int Total, int Passed, double RowsPerSecond, TimeSpan? Remaining, int Limit, int InFlight, int Retries, int Throttles, int Cached)
{
    /// <summary>Share of the items done that passed, in [0, 1]; NaN while none is done. Errored ones did not pass.</summary>
    public double PassRate => Done == 0 ? double.NaN : (double)Passed / Done;

    /// <summary>
    /// 95 % confidence sequence of <see cref="PassRate"/>, valid however often somebody looks; null while none is done. It says what the rest may bring only
    /// where the set is in no particular order, and is no verdict.
    /// </summary>
    public Interval? PassRateInterval => Done == 0 ? null : Sequential.ShareSequence(Passed, Done, 0.05);
}
