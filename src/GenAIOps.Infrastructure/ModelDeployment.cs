namespace GenAIOps.Infrastructure;

/// <param name="Name">What callers give as <c>model</c>.</param>
/// <param name="Format">OpenAI, Microsoft, ...; GenAIOps for the emulator's own.</param>
/// <param name="Model">The model behind the name.</param>
/// <param name="Version">Pinned: the service must not change a released agent's model by itself.</param>
/// <param name="Sku">GlobalStandard, DataZoneStandard, Standard, ...</param>
/// <param name="Capacity">In thousands of tokens a minute for the standard kinds; at least 1.</param>
public sealed record ModelDeployment(string Name, string Format, string Model, string Version, string Sku = "GlobalStandard", int Capacity = 50)
{
    /// <summary>What answers by that name. Where it runs and how much of it is no part of it.</summary>
    public string Identity => $"{Name}: {Format} {Model} {Version}";

    /// <summary>The default in the cloud.</summary>
    public static ModelDeployment Cloud { get; } = new("gpt-4.1-mini", "OpenAI", "gpt-4.1-mini", "2025-04-14");

    /// <summary>The emulator's deterministic model, which answers with sentences of its context and has no weights.</summary>
    public static ModelDeployment Local { get; } = new("extractive-local", "GenAIOps", "extractive-local", "1", "Local", 1);
}
