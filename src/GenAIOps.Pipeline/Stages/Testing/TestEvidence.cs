using GenAIOps.Evidence.Predicates;
using StatedCounts = GenAIOps.Evidence.Predicates.TestCounts;

namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>A test result as evidence has it.</summary>
internal static class TestEvidence
{
    public static TestResultPredicate Predicate(TestSummary tests) => new(tests.Succeeded ? TestOutcome.Passed : TestOutcome.Failed, tests.Fingerprint, new StatedCounts(tests.Passed, tests.Failed, tests.Skipped))
    {
        Modules = [.. tests.Modules.Select(module => new TestedModule(module.Module, module.Fingerprint, new StatedCounts(module.Passed, module.Failed, module.Skipped), module.FinishedAt, module.CarriedOver, module.Commit))],
        NotReached = tests.NotReached.Count,
    };
}
