namespace Nuke.Common.Tooling;

/// <summary>Changes options and returns them: <c>_ => _.AddPair("Tests", "42")</c>.</summary>
public delegate T Configure<T>(T options);

/// <summary>As <see cref="Configure{T}"/>, with a value.</summary>
public delegate TOptions Configure<TOptions, in TValue>(TOptions options, TValue value)
    where TOptions : new();

/// <summary>Makes several variants of options, for as many runs of a tool: <c>_ => _.CombineWith(…)</c>.</summary>
public delegate IEnumerable<T> CombinatorialConfigure<T>(T options)
    where T : new();

public static class ConfigureExtensions
{
    /// <summary>Applies the configurator; without one the object stays as it is.</summary>
    public static T InvokeSafe<T>(this Configure<T>? configurator, T obj) => configurator is null ? obj : configurator(obj);
}
