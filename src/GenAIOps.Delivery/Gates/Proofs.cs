using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Gates;

/// <summary>Requirements on the tests of the sources.</summary>
public static class Tests
{
    /// <summary>The latest test result says that all passed.</summary>
    public static Requirement Passed { get; } = new("tests passed", context =>
        context.Evidence.Latest(EvidenceStore.TestResult) is not { } tests ? (false, Proofs.Missing(context, "no test result"))
        : (string?)tests.Predicate["result"] == "PASSED" ? (true, $"{Proofs.Number(tests.Predicate["configuration"]![0]!["annotations"]!.AsObject(), "passed"):0} tests")
        : (false, $"the latest test result says {(string?)tests.Predicate["result"]}"));
}

/// <summary>Requirements on the bill of materials.</summary>
public static class Sbom
{
    /// <summary>There is one, and it names components.</summary>
    public static Requirement Present { get; } = new("bill of materials", context =>
        context.Evidence.Latest(EvidenceStore.Bom) is not { } bom ? (false, Proofs.Missing(context, "no SBOM"))
        : bom.Predicate["components"]?.AsArray().Count is > 0 and var count ? (true, $"{count} components")
        : (false, "the bill of materials names no component"));
}

/// <summary>Requirements on where the image comes from.</summary>
public static class Provenance
{
    /// <summary>It is said who built it.</summary>
    public static Requirement Present { get; } = new("provenance", context =>
        context.Evidence.Latest(BuildProvenance.PredicateType) is { } provenance
            ? (true, $"built by {(string?)provenance.Predicate["runDetails"]?["builder"]?["id"]}")
            : (false, Proofs.Missing(context, "no provenance")));

    /// <summary>It was built from a repository, on a branch.</summary>
    /// <param name="repository">Its address, such as <c>https://github.com/contoso/agent</c>; <c>.git</c> at the end does not count.</param>
    /// <param name="branch">Such as <c>main</c>; null: any.</param>
    public static Requirement From(string repository, string? branch = null) => new($"provenance from {repository}{(branch is null ? "" : $", branch {branch}")}", context =>
    {
        if (context.Evidence.Latest(BuildProvenance.PredicateType) is not { } provenance) return (false, Proofs.Missing(context, "no provenance"));
        var parameters = provenance.Predicate["buildDefinition"]!["externalParameters"]!;
        var (from, reference) = ((string?)parameters["repository"], (string?)parameters["ref"]);
        if (!Same(from, repository)) return (false, $"it was built from {from ?? "no repository"}");
        return branch is null || reference == $"refs/heads/{branch}" ? (true, $"{from}, {reference}") : (false, $"it was built from {reference ?? "no branch"}");
    });

    private static bool Same(string? one, string other) => Plain(one) == Plain(other);

    private static string? Plain(string? repository) => repository?.TrimEnd('/') is { } text && text.EndsWith(".git", StringComparison.Ordinal) ? text[..^4] : repository?.TrimEnd('/');
}

internal static class Proofs
{
    public static double Number(JsonObject json, string name) =>
        double.Parse((json[name] ?? throw new InvalidOperationException($"{name} is missing")).ToJsonString(), CultureInfo.InvariantCulture);

    public static string Missing(GateContext context, string what) => context.Evidence.Rejected.Count == 0
        ? $"{what} is attached to {context.Digest}"
        : $"{what} is attached to {context.Digest} that can be believed ({string.Join("; ", context.Evidence.Rejected)})";

    public static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
