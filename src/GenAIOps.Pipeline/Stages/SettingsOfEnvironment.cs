using System.Globalization;
using GenAIOps.Delivery.Gates;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Context;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What Build.cs says of an environment, is no part of an agent version and may change answers all the same: it is evaluated as one environment has it, and users get it as another does.</summary>
internal static class SettingsOfEnvironment
{
    /// <summary>Of Build.cs and the agent's files alone: no environment is looked at.</summary>
    public static EnvironmentSettings Of(EnvironmentContext context) => Of(AgentManifest.Of(context.Agent, context.Root), context.Environment);

    internal static EnvironmentSettings Of(AgentManifest manifest, EnvironmentModel environment)
    {
        var definition = environment.Definition;
        var variables = new SortedDictionary<string, string>(manifest.Declared.ToDictionary(), StringComparer.Ordinal);
        foreach (var (name, value) in definition.Variables) variables[name] = value;
        foreach (var secret in definition.Secrets) variables.Remove(secret.Variable);
        (string Name, string? Value)[] resources =
        [
            ("cpu", (definition.Compute.Cpu ?? manifest.Cpu)?.ToString(CultureInfo.InvariantCulture)),
            ("memory", definition.Compute.Memory ?? manifest.Memory),
            ("contentFilter", environment.Estate.Models[0].ContentFilter),
        ];
        return new EnvironmentSettings(environment.Name, variables, [.. definition.Secrets.Select(secret => secret.Variable)],
            resources.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value!, StringComparer.Ordinal));
    }

    /// <summary>One line of all that the evaluation did not have as this environment does.</summary>
    public static void Warn(EnvironmentContext context, GateContext facts)
    {
        if (facts.Evidence.LatestOrNull<EvaluationPredicate>() is not { } evaluation || facts.Settings is not { } settings) return;
        if (evaluation.Settings is null) Log.Warning("{Environment}: the evaluation does not say with which variables it ran, so that nothing tells whether they differ here", context.Title);
        else if (Warning(evaluation.Settings, settings) is { } warning) Log.Warning("{Warning}", warning);
    }

    /// <returns>Null where nothing differs.</returns>
    public static string? Warning(EnvironmentSettings evaluated, EnvironmentSettings releasing) => evaluated.DifferencesTo(releasing) is { Count: > 0 } differences
        ? $"{releasing.Environment.ToUpperInvariant()} is not set as what was evaluated: {string.Join("; ", differences)}"
        : null;
}
