using GenAIOps.Emulator.Monitor;

namespace GenAIOps.Emulator.Tests.Monitor;

public sealed class TelemetryLogTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ATornLastLineCostsOnlyItself()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(Day);
        new TelemetryLog(folder, clock).Append(["""{"a":1}"""]);
        string path = Assert.Single(Directory.GetFiles(folder));
        File.AppendAllText(path, """{"torn":""");
        new TelemetryLog(folder, clock).Append(["""{"b":2}"""]);
        Assert.Equal(["""{"a":1}""", """{"torn":""", """{"b":2}"""], new TelemetryLog(folder, clock).ReadLines());
    }

    [Fact]
    public void MetricsAreRebuiltFromTheLinesThatAreWhole()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(Day);
        string line = MonitorWorld.Request(Guid.Empty.ToString(), Day).ToJsonString();
        new TelemetryLog(folder, clock).Append([line, line]);
        File.AppendAllText(Assert.Single(Directory.GetFiles(folder)), line[..^20]);
        MetricTable metrics = new ComponentTelemetry(folder, clock).Metrics;
        long minute = MetricTable.MinuteOf(Day);
        MetricSeries series = Assert.Single(metrics.Query("requests/count", minute, minute + 1, _ => true, []));
        Assert.Equal(2, series.Minutes[minute].Count);
    }

    [Fact]
    public void TheLogStaysWithinItsBounds()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(Day);
        TelemetryLog log = new(folder, clock, mostBytes: 10_000, mostBytesOfFile: 1_000);
        for (int i = 0; i < 200; i++) log.Append([$"{i:0000} {new string('x', 200)}"]);
        long bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        Assert.InRange(bytes, 5_000, 11_000);
        string[] kept = [.. log.ReadLines()];
        Assert.StartsWith("0199", kept[^1], StringComparison.Ordinal);
        Assert.Equal(kept.Order(StringComparer.Ordinal), kept);
    }

    [Fact]
    public void OldDaysAreDeleted()
    {
        using TemporaryFolder folder = new();
        ManualClock clock = new(Day);
        TelemetryLog log = new(folder, clock);
        log.Append(["old"]);
        clock.Advance(TelemetryLog.Retention + TimeSpan.FromDays(1));
        log.Append(["new"]);
        Assert.Equal(["new"], log.ReadLines());
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void TelemetryIsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows()) return;
        using TemporaryFolder folder = new();
        new TelemetryLog(folder, new ManualClock(Day)).Append(["x"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(folder))));
    }
}
