namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>Which modules a run of tests is about.</summary>
/// <param name="Asked">With the fingerprints of their inputs.</param>
/// <param name="NotReached">Modules that say nothing about the image, and were not asked for.</param>
/// <param name="NoneReaches">Whether all are asked for because none is known to reach the image.</param>
internal sealed record TestPlan(IReadOnlyList<(TestModule Module, string Fingerprint)> Asked, IReadOnlyList<string> NotReached, bool NoneReaches)
{
    /// <param name="modules">All that there are.</param>
    /// <param name="all">Whether all are asked for, or those alone that reach the image. Where none reaches it, all are: no test proves nothing.</param>
    /// <param name="fingerprint">Of a module's inputs, now.</param>
    public static TestPlan Of(IReadOnlyList<TestModule> modules, bool all, Func<TestModule, string> fingerprint)
    {
        var noneReaches = !all && !modules.Any(module => module.ReachesImage);
        var asked = modules.ToLookup(module => all || noneReaches || module.ReachesImage);
        return new TestPlan([.. asked[true].Select(module => (module, fingerprint(module)))], [.. asked[false].Select(module => module.Name)], noneReaches);
    }

    /// <summary>Parts what is asked for in results that stand and modules that must run.</summary>
    /// <param name="earlier">A result on the inputs of this fingerprint that may be carried over.</param>
    public (IReadOnlyList<ModuleResult> CarriedOver, IReadOnlyList<(TestModule Module, string Fingerprint)> Run) Part(Func<TestModule, string, ModuleResult?> earlier)
    {
        List<ModuleResult> carriedOver = [];
        List<(TestModule, string)> run = [];
        foreach (var (module, fingerprint) in Asked)
        {
            if (earlier(module, fingerprint) is { } result) carriedOver.Add(result with { CarriedOver = true });
            else run.Add((module, fingerprint));
        }

        return (carriedOver, run);
    }
}
