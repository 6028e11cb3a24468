using System.Globalization;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Delivery.Gates;

/// <summary>Requirements on the tests of the sources.</summary>
public static class Tests
{
    /// <summary>The latest test result says that all passed.</summary>
    public static Requirement Passed { get; } = new("tests passed", context =>
        context.Evidence.Latest<TestResultPredicate>() is not { } tests ? (false, Proofs.Missing(context, "no test result"))
        : tests.Result == TestOutcome.Passed ? (true, Said(tests))
        : (false, $"the latest test result says {tests.Result.ToString().ToUpperInvariant()}"));

    /// <summary>Results from before modules were told apart have the number of tests alone.</summary>
    private static string Said(TestResultPredicate tests) => tests.Modules.Count == 0
        ? $"{tests.Counts.Passed} tests"
        : $"{tests.Counts.Passed} tests of {tests.Modules.Count} module{(tests.Modules.Count == 1 ? "" : "s")}, {tests.Modules.Count(module => module.CarriedOver)} carried over from earlier runs on the same sources";
}

/// <summary>Requirements on the bill of materials.</summary>
public static class Sbom
{
    /// <summary>There is one, and it names components.</summary>
    public static Requirement Present { get; } = new("bill of materials", context =>
        context.Evidence.Latest<SbomPredicate>() is not { } bom ? (false, Proofs.Missing(context, "no SBOM"))
        : bom.Components > 0 ? (true, $"{bom.Components} components")
        : (false, "the bill of materials names no component"));
}

/// <summary>Requirements on where the image comes from.</summary>
public static class Provenance
{
    /// <summary>It is said who built it.</summary>
    public static Requirement Present { get; } = new("provenance", context =>
        context.Evidence.Latest<ProvenancePredicate>() is { } provenance
            ? (true, $"built by {provenance.Builder}")
            : (false, Proofs.Missing(context, "no provenance")));

    /// <summary>It was built from a repository, on a branch.</summary>
    /// <param name="repository">Its address, such as <c>https://github.com/contoso/agent</c>; <c>.git</c> at the end does not count.</param>
    /// <param name="branch">Such as <c>main</c>; null: any.</param>
    public static Requirement From(string repository, string? branch = null) => new($"provenance from {repository}{(branch is null ? "" : $", branch {branch}")}", context =>
    {
        if (context.Evidence.Latest<ProvenancePredicate>() is not { } provenance) return (false, Proofs.Missing(context, "no provenance"));
        var (from, reference) = (provenance.Repository, provenance.Reference);
        if (!Same(from, repository)) return (false, $"it was built from {from ?? "no repository"}");
        return branch is null || reference == $"refs/heads/{branch}" ? (true, $"{from}, {reference}") : (false, $"it was built from {reference ?? "no branch"}");
    });

    private static bool Same(string? one, string other) => Plain(one) == Plain(other);

    private static string? Plain(string? repository) => repository?.TrimEnd('/') is { } text && text.EndsWith(".git", StringComparison.Ordinal) ? text[..^4] : repository?.TrimEnd('/');
}

internal static class Proofs
{
    public static string Missing(GateContext context, string what) => context.Evidence.Rejected.Count == 0
        ? $"{what} is attached to {context.Agent.ImageDigest}"
        : $"{what} is attached to {context.Agent.ImageDigest} that can be believed ({string.Join("; ", context.Evidence.Rejected)})";

    public static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
