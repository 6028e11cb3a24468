namespace Nuke.Common.Tooling;

/// <summary>What can be done with any settings.</summary>
public static class OptionsExtensions
{
    public static T Apply<T>(this T options, Configure<T> configurator)
        where T : Options, new() => configurator(options);

    public static T[] Apply<T>(this T[] options, Configure<T> configurator)
        where T : Options, new() => [.. options.Select(x => configurator(x))];

    public static T Apply<T, TValue>(this T options, Configure<T, TValue> configurator, TValue value)
        where T : Options, new() => configurator(options, value);

    public static T[] Apply<T, TValue>(this T[] options, Configure<T, TValue> configurator, TValue value)
        where T : Options, new() => [.. options.Select(x => configurator(x, value))];

    /// <summary>Applies the configurator if the condition holds: <c>_ => _.When(_ => IsServerBuild, _ => _.EnableNoLogo())</c>.</summary>
    public static T When<T>(this T options, Func<T, bool> condition, Configure<T> configurator)
        where T : Options, new() => condition(options) ? configurator(options) : options;

    /// <inheritdoc cref="When{T}(T, Func{T, bool}, Configure{T})"/>
    public static T[] When<T>(this T[] options, Func<T, bool> condition, Configure<T> configurator)
        where T : Options, new() => [.. options.Select(x => x.When(condition, configurator))];

    /// <summary>One variant of the settings for each configurator.</summary>
    public static T[] CombineWith<T>(this T options, params Configure<T>[] configurators)
        where T : Options, new() => [.. configurators.Select(x => x(options))];

    /// <inheritdoc cref="CombineWith{T}(T, Configure{T}[])"/>
    public static T[] CombineWith<T>(this T options, params CombinatorialConfigure<T>[] configurators)
        where T : Options, new() => [.. configurators.SelectMany(x => x(options))];

    /// <inheritdoc cref="CombineWith{T}(T, Configure{T}[])"/>
    public static T[] CombineWith<T>(this IEnumerable<T> options, params Configure<T>[] configurators)
        where T : Options, new() => [.. configurators.SelectMany(x => options.Select(y => x(y)))];

    /// <inheritdoc cref="CombineWith{T}(T, Configure{T}[])"/>
    public static T[] CombineWith<T>(this IEnumerable<T> options, params CombinatorialConfigure<T>[] configurators)
        where T : Options, new() => [.. configurators.SelectMany(x => options.SelectMany(y => x(y)))];

    /// <summary>One variant of the settings for each value: <c>_ => _.CombineWith(projects, (_, project) => _.SetProject(project))</c>.</summary>
    public static T[] CombineWith<T, TValue>(this T options, IEnumerable<TValue> values, Func<T, TValue, T> configurator)
        where T : Options => [.. values.Select(x => configurator(options, x))];

    /// <inheritdoc cref="CombineWith{T, TValue}(T, IEnumerable{TValue}, Func{T, TValue, T})"/>
    public static T[] CombineWith<T, TValue>(this IEnumerable<T> options, IEnumerable<TValue> values, Func<T, TValue, T> configurator)
        where T : Options => [.. options.SelectMany(x => values.Select(y => configurator(x, y)))];

    /// <inheritdoc cref="CombineWith{T, TValue}(T, IEnumerable{TValue}, Func{T, TValue, T})"/>
    public static T[] CombineWith<T, TValue>(this T options, IEnumerable<TValue> values, Func<T, TValue, IEnumerable<T>> configurator)
        where T : Options => [.. values.SelectMany(x => configurator(options, x))];

    /// <inheritdoc cref="CombineWith{T, TValue}(T, IEnumerable{TValue}, Func{T, TValue, T})"/>
    public static T[] CombineWith<T, TValue>(this IEnumerable<T> options, IEnumerable<TValue> values, Func<T, TValue, IEnumerable<T>> configurator)
        where T : Options => [.. options.SelectMany(x => values.SelectMany(y => configurator(x, y)))];
}
