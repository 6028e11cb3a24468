namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>What the tests said, and of which sources. Written to <c>artifacts/tests/summary.json</c>; evidence once an image is pushed.</summary>
/// <param name="Fingerprint">Of the agent's sources: those that the image is made of.</param>
/// <param name="Modules">Each with what it ran on.</param>
/// <param name="NotReached">Test projects that say nothing about the image, and were not asked for.</param>
internal sealed record TestSummary(string Fingerprint, int Passed, int Failed, int Skipped, DateTimeOffset FinishedAt, IReadOnlyList<ModuleResult> Modules, IReadOnlyList<string> NotReached)
{
    public bool Succeeded => Failed == 0 && Passed > 0;

    public static TestSummary Of(string fingerprint, IReadOnlyList<ModuleResult> modules, IReadOnlyList<string> notReached, DateTimeOffset finishedAt) =>
        new(fingerprint, modules.Sum(x => x.Passed), modules.Sum(x => x.Failed), modules.Sum(x => x.Skipped), finishedAt, modules, notReached);

    /// <summary>Whether it already says of these sources and modules what is asked. Of no modules nothing can be said.</summary>
    public bool Covers(string fingerprint, IReadOnlyList<(TestModule Module, string Fingerprint)> asked) =>
        Succeeded && Fingerprint == fingerprint && asked.Count > 0 && asked.All(x => Modules.Any(y => y.Module == x.Module.Name && y.Fingerprint == x.Fingerprint));

    public TestResult Result(string agent) => new(agent, Passed, Failed, Skipped, Modules.Count(module => module.CarriedOver));

    /// <summary>For people: <c>31 passed, 0 failed, 0 skipped in 2 modules, 1 of them carried over; 9 do not reach the image</c>.</summary>
    public override string ToString()
    {
        var carried = Modules.Count(x => x.CarriedOver);
        return $"{Passed} passed, {Failed} failed, {Skipped} skipped in {(Modules.Count == 1 ? "1 module" : $"{Modules.Count} modules")}"
            + (carried > 0 ? $", {carried} of them carried over" : "")
            + (NotReached.Count > 0 ? $"; {NotReached.Count} do not reach the image" : "");
    }
}
