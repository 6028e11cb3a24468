namespace GenAIOps.Infrastructure;

/// <param name="Name">What callers give as <c>model</c>.</param>
/// <param name="Format">OpenAI, Microsoft, ...; GenAIOps for the emulator's own.</param>
/// <param name="Model">The model behind the name.</param>
/// <param name="Version">Pinned: the service must not change a released agent's model by itself.</param>
/// <param name="Sku">GlobalStandard, DataZoneStandard, Standard, ...</param>
/// <param name="Capacity">In thousands of tokens a minute for the standard kinds; at least 1. One that others raised stays.</param>
public sealed record ModelDeployment(string Name, string Format, string Model, string Version, string Sku = "GlobalStandard", int Capacity = 50)
{
    /// <summary>The content filter (RAI policy). Null: whichever is set stays, and a new deployment has Azure's default.</summary>
    public string? ContentFilter { get; init; }

    /// <summary>What answers by that name. Where it runs and how much of it is no part of it.</summary>
    public string Identity => $"{Name}: {Format} {Model} {Version}";

    /// <summary>The default in the cloud.</summary>
    public static ModelDeployment Cloud { get; } = new("gpt-5.4-mini", "OpenAI", "gpt-5.4-mini", "2026-03-17");

    /// <summary>The emulator's deterministic model, which answers with sentences of its context and has no weights.</summary>
    public static ModelDeployment Local { get; } = new("extractive-local", "GenAIOps", "extractive-local", "1", "Local", 1);

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(Model) || string.IsNullOrWhiteSpace(Version))
            yield return $"Model: '{Name}', '{Model}', '{Version}': name, model and version must be given.";
        if (Capacity < 1)
            yield return $"Model '{Name}': capacity {Capacity} must be at least 1.";
    }
}
