namespace Nuke.Common.Tooling;

/// <summary>Changes options and returns them: <c>_ => _.AddPair("Tests", "42")</c>.</summary>
public delegate T Configure<T>(T options);

public static class ConfigureExtensions
{
    /// <summary>Applies the configurator; without one the object stays as it is.</summary>
    public static T InvokeSafe<T>(this Configure<T>? configurator, T obj) => configurator is null ? obj : configurator(obj);
}
