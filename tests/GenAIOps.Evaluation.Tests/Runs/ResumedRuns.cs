using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Grounding;
using Microsoft.Extensions.AI.Evaluation;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class ResumedRuns : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void AJournalCutAtAnyByteGivesTheSameResult() =>
        Gen.Select(RunWorld.Scripts, Gen.Int[1, 2], Gen.Double[0, 1]).Sample((faults, repeats, cut) =>
        {
            // The script counts attempts by row, so with repeats a fault would meet now the one, now the other.
            var script = repeats == 1 ? faults : [.. faults.Select(_ => Array.Empty<Fault>())];
            var options = RunWorld.Options with { Repeats = repeats };
            var folder = _folder.Next();
            var whole = RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(options, folder, CancellationToken.None));
            Cut(folder, (long)(cut * (Length(folder) + 1)));
            Assert.Equal(whole, RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(options, folder, CancellationToken.None)));
        }, iter: 200);

    [Fact]
    public void EveryByteOfASmallJournalMayBeTheLast()
    {
        Fault[][] script = [[], [Fault.Gone], [Fault.ServerError]];
        var folder = _folder.Next();
        var whole = RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(RunWorld.Options, folder, CancellationToken.None));
        var bytes = File.ReadAllBytes(Path.Combine(folder, "run.journal"));
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(Path.Combine(folder, "run.journal"), bytes[..length]);
            Assert.Equal(whole, RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(RunWorld.Options, folder, CancellationToken.None)));
        }
    }

    [Fact]
    public void ADamagedByteCostsRequestsAndNeverAWrongResult() =>
        Gen.Select(RunWorld.Scripts, Gen.Double[0, 1], Gen.Byte[1, 255]).Sample((script, at, flip) =>
        {
            var folder = _folder.Next();
            var whole = RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(RunWorld.Options, folder, CancellationToken.None));
            var path = Path.Combine(folder, "run.journal");
            var bytes = File.ReadAllBytes(path);
            // The first eight say what the file is; damaged, the file is refused.
            bytes[8 + (int)(at * (bytes.Length - 9))] ^= flip;
            File.WriteAllBytes(path, bytes);
            Assert.Equal(whole, RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(RunWorld.Options, folder, CancellationToken.None)));
        }, iter: 100);

    [Fact]
    public void ARunThatIsStoppedAgainAndAgainAsksOnlyWhatHadNoAnswer() =>
        Gen.Select(Gen.Int[1, 30].Array[1, 8], Gen.Int[0, 200]).Sample((stops, torn) =>
        {
            var script = Enumerable.Repeat(Array.Empty<Fault>(), 60).ToArray();
            var whole = RunWorld.Told(new RunWorld(script, new VirtualTime()).Run(RunWorld.Options, _folder.Next(), CancellationToken.None));
            var time = new VirtualTime();
            var world = new RunWorld(script, time);
            var folder = _folder.Next();
            foreach (var stop in stops)
            {
                using var cancel = new CancellationTokenSource(world.Latency * (stop / 4.0), time);
                var run = world.Run(RunWorld.Options, folder, cancel.Token);
                Assert.Equal(60, Enum.GetValues<RowStatus>().Sum(run.Count));
                Assert.Equal(run.IsComplete, run.Count(RowStatus.Skipped) == 0);
                Assert.Equal(0, run.Count(RowStatus.Errored));
                // As a kill leaves it: a part of the next record.
                File.AppendAllBytes(Path.Combine(folder, "run.journal"), [44, 1, 0, 0, .. Enumerable.Repeat((byte)'{', torn)]);
            }

            Assert.Equal(whole, RunWorld.Told(world.Run(RunWorld.Options, folder, CancellationToken.None)));
            Assert.True(world.AskedInAll <= 60 + stops.Length * RunWorld.Options.Concurrency);
        }, iter: 60);

    [Fact]
    public void AFinishedRunAsksNothing()
    {
        var world = new RunWorld([[], [], []], new VirtualTime());
        var folder = _folder.Next();
        world.Run(RunWorld.Options, folder, CancellationToken.None);
        var again = world.Run(RunWorld.Options, folder, CancellationToken.None);
        Assert.Equal((3, 3), (world.AskedInAll, again.Count(RowStatus.Passed)));
    }

    [Fact]
    public void ErrorsOfAFinishedRunAreTriedAgainAndCountOnce()
    {
        var world = new RunWorld([[], [Fault.Gone], [.. Enumerable.Repeat(Fault.ServerError, 4)]], new VirtualTime());
        var folder = _folder.Next();
        Assert.Equal(2, world.Run(RunWorld.Options, folder, CancellationToken.None).Count(RowStatus.Errored));
        var again = world.Run(RunWorld.Options, folder, CancellationToken.None);
        Assert.Equal((3, 3, 0), (again.Sent, again.Count(RowStatus.Passed), again.Count(RowStatus.Errored)));
        Assert.Equal((1, 2, 5), (world.Asked(0), world.Asked(1), world.Asked(2)));
    }

    [Fact]
    public async Task AnAnswerWhoseEvaluatorFailedIsJudgedAgainAndNotAskedAgain()
    {
        var source = new ScriptedSource((_, _) => Some.Good);
        var set = Dataset.Of("set", Some.Question(1));
        var folder = _folder.Next();
        Flaky.Fails = true;
        var runner = new EvaluationRunner([new Flaky()], new RunOptions(), TimeProvider.System);
        Assert.Equal(1, (await runner.RunAsync(set, source, folder, null, Ct)).Count(RowStatus.Errored));
        Flaky.Fails = false;
        Assert.Equal(1, (await runner.RunAsync(set, source, folder, null, Ct)).Count(RowStatus.Passed));
        Assert.Equal(1, source.Asked("g-1"));
    }

    [Theory]
    [InlineData("dataset")]
    [InlineData("repeats")]
    [InlineData("model")]
    [InlineData("judge")]
    [InlineData("evaluators")]
    public async Task AnotherRunsJournalIsRefusedAndTheDifferenceNamed(string part)
    {
        var folder = _folder.Next();
        var set = Dataset.Of("set", Some.Question(1));
        IEvaluator[] evaluators = [new Bounded(0.5)];
        var source = new ScriptedSource((_, _) => Some.Good);
        await new EvaluationRunner(evaluators, new RunOptions(), TimeProvider.System).RunAsync(set, source, folder, null, Ct);
        var before = await File.ReadAllBytesAsync(Path.Combine(folder, "run.journal"), Ct);
        var options = new RunOptions { Repeats = part == "repeats" ? 2 : 1, Model = part == "model" ? "m" : null, Judge = part == "judge" ? "j" : null, Concurrency = 2 };
        var other = new EvaluationRunner(part == "evaluators" ? [new Bounded(0.6)] : evaluators, options, TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => other.RunAsync(part == "dataset" ? Dataset.Of("set", Some.Question(2)) : set, source, folder, null, Ct));
        Assert.Contains($"({part}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(folder, "run.journal"), Ct));
        Assert.Equal(1, source.Asked("g-1"));
    }

    [Fact]
    public async Task AFileOfSomethingElseIsLeftAsItIs()
    {
        var folder = Directory.CreateDirectory(_folder.Next()).FullName;
        var path = Path.Combine(folder, "run.journal");
        await File.WriteAllTextAsync(path, "my diary", Ct);
        await Assert.ThrowsAsync<InvalidDataException>(() => new EvaluationRunner([], new RunOptions(), TimeProvider.System)
            .RunAsync(Dataset.Of("set", Some.Question(1)), new ScriptedSource((_, _) => Some.Good), folder, null, Ct));
        Assert.Equal("my diary", await File.ReadAllTextAsync(path, Ct));
    }

    [Fact]
    public async Task AJournalOfAnotherVersionIsNamedAndLeftAsItIs()
    {
        var path = Path.Combine(_folder.Next(), "run.journal");
        using (var frames = FrameFile.Open(DiskFile.ToWrite(path), path, "GAORUN1\n"u8, (_, _) => { }, TimeProvider.System))
        {
            frames.Append("[1]"u8);
        }

        var before = await File.ReadAllBytesAsync(path, Ct);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new EvaluationRunner([], new RunOptions(), TimeProvider.System)
            .RunAsync(Dataset.Of("set", Some.Question(1)), new ScriptedSource((_, _) => Some.Good), Path.GetDirectoryName(path)!, null, Ct));
        Assert.Contains("another version", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, Ct));
    }

    [Fact]
    public async Task AFullDiskFailsTheRunWithOneErrorAndKeepsWhatIsThere()
    {
        var folder = _folder.Next();
        var set = Dataset.Of("set", [.. Enumerable.Range(0, 500).Select(Some.Question)]);
        var source = new ScriptedSource((_, _) => Some.Good);
        var full = new EvaluationRunner([new CitationEvaluator()], new RunOptions(), TimeProvider.System) { OpenFile = path => new SmallDisk(DiskFile.ToWrite(path), 20_000) };
        var error = await Assert.ThrowsAsync<IOException>(() => full.RunAsync(set, source, folder, null, Ct));
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Contains("run.journal", error.Message, StringComparison.Ordinal);
        var asked = set.Rows().Sum(row => source.Asked(row.Id));
        Assert.InRange(asked, 20, 499);
        var run = await new EvaluationRunner([new CitationEvaluator()], new RunOptions(), TimeProvider.System).RunAsync(set, source, folder, null, Ct);
        Assert.Equal((500, 500), (run.Count(RowStatus.Passed), run.Read().Count()));
        Assert.True(set.Rows().Sum(row => source.Asked(row.Id)) < 500 + asked, "What was recorded was asked again.");
    }

    private static long Length(string folder) => new FileInfo(Path.Combine(folder, "run.journal")).Length;

    private static void Cut(string folder, long length)
    {
        using var file = File.OpenWrite(Path.Combine(folder, "run.journal"));
        file.SetLength(Math.Min(length, file.Length));
    }

    private sealed class Flaky() : AnswerEvaluator("flaky")
    {
        public static bool Fails { get; set; }

        protected override Score Score(EvaluationCase row, AgentAnswer answer) => Fails ? throw new InvalidOperationException("no judge") : Pass();
    }

    private sealed class Bounded(double bound) : AnswerEvaluator("bounded")
    {
        protected override Score Score(EvaluationCase row, AgentAnswer answer) => AtLeast(1, bound, "one");
    }

    /// <summary>A disk with room for so many bytes; a write that does not fit leaves a part of itself.</summary>
    private sealed class SmallDisk(DiskFile file, long room) : IAppendFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> into, long offset) => file.Read(into, offset);

        public void Append(ReadOnlySpan<byte> bytes)
        {
            var left = (int)Math.Max(0, room - file.Length);
            file.Append(bytes[..Math.Min(left, bytes.Length)]);
            if (left < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Sync() => file.Sync();

        public void Dispose() => file.Dispose();
    }
}
