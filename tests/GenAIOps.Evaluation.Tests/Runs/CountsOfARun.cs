using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Journal;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class CountsOfARun
{
    /// <summary>Whoever looks while rows come in sees counts of one moment: progress has an interval of the passed among the done.</summary>
    [Fact]
    public async Task NeverHaveMorePassedThanAreDone()
    {
        const int Rows = 200_000;
        RunColumns columns = new(Rows);
        var writing = Task.Run(() =>
        {
            for (var item = 0; item < Rows; item++) columns.Set(new RowNumbers { Item = item, Status = RowStatus.Passed }, item + 1);
        }, TestContext.Current.CancellationToken);
        long looks = 0;
        for (var seen = 0; seen < Rows || !writing.IsCompleted; looks++)
        {
            var (done, passed) = columns.Counts;
            Assert.Equal(done, passed);
            Assert.True(done >= seen);
            seen = done;
        }

        await writing;
        Assert.True(looks > 0);
        Assert.Equal((Rows, Rows), columns.Counts);
    }
}
