namespace GenAIOps.Infrastructure;

/// <summary>Something that a stage needs is not there, or whoever works there may not see whether it is; only <c>Provision</c> may make it.</summary>
/// <param name="environment">Its name.</param>
/// <param name="missing">What is not there, each with its id.</param>
/// <param name="hidden">What Azure does not let this identity see: before a first provisioning nobody has a role, so that it cannot tell the two apart.</param>
public sealed class MissingResourcesException(string environment, IReadOnlyList<string> missing, IReadOnlyList<string> hidden) : Exception
{
    /// <summary>Which environment lacks it.</summary>
    public string Environment { get; } = environment;

    /// <summary>Each with its id.</summary>
    public IReadOnlyList<string> Missing { get; } = [.. missing, .. hidden];

    /// <summary>Whether all of it is said to exist already, so that no provisioning makes it.</summary>
    public bool IsBrought { get; init; }

    public override string Message => $"Environment '{Environment}' {What}. Nothing was changed. {Cure}";

    private string What => hidden.Count == 0
        ? $"lacks {string.Join("; ", missing)}"
        : $"{(missing.Count > 0 ? $"lacks {string.Join("; ", missing)}; and it " : "")}lacks, or hides from the identity that works there (403), {string.Join("; ", hidden)}";

    private string Cure => IsBrought
        ? $"{(hidden.Count > 0 ? "Let the identity read it (./build.sh Provision assigns its roles), or correct" : "Correct")} the id in build/Build.cs, or leave it out: then ./build.sh Provision makes one."
        : $"Run ./build.sh Provision, which shows what it would make{(hidden.Count > 0 ? " and which roles it would assign" : "")}.";
}
