namespace GenAIOps.Pipeline.Ci;

/// <summary>Names of environments as both CI hosts accept them.</summary>
internal static class CiNames
{
    /// <summary>Jobs and artifacts that are there in every pipeline.</summary>
    private static readonly HashSet<string> s_fixed = ["build", "push", "approve", "release"];

    /// <summary>What some YAML parser reads as a boolean or as nothing.</summary>
    private static readonly HashSet<string> s_words = ["true", "false", "yes", "no", "on", "off", "null"];

    /// <summary>The job of an environment. A prefixed name is longer than any environment's, so it is no other's.</summary>
    public static string JobOf(string environment) => s_fixed.Contains(environment) || s_words.Contains(environment) ? $"environment-{environment}" : environment;

    /// <summary>The job that releases to an environment which has another job already.</summary>
    public static string ReleaseJobOf(string environment) => $"release-to-{environment}";

    /// <summary>In Azure Pipelines: letters, digits and underscores.</summary>
    public static string Identifier(string name) => name.Replace('-', '_');

    /// <summary>As a YAML string.</summary>
    public static string Scalar(string name) => s_words.Contains(name) ? $"'{name}'" : name;
}
