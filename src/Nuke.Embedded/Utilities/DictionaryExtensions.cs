namespace Nuke.Common.Utilities.Collections;

public static class DictionaryExtensions
{
    /// <summary>Adds a pair and returns the dictionary: <c>ReportSummary(_ => _.AddPair("Tests", "42"))</c>.</summary>
    public static Dictionary<TKey, TValue> AddPair<TKey, TValue>(this Dictionary<TKey, TValue> dictionary, TKey key, TValue value)
        where TKey : notnull
    {
        dictionary.Add(key, value);
        return dictionary;
    }

    /// <inheritdoc cref="AddPair{TKey,TValue}(Dictionary{TKey,TValue},TKey,TValue)"/>
    public static Dictionary<TKey, string> AddPair<TKey, TValue>(this Dictionary<TKey, string> dictionary, TKey key, TValue value)
        where TKey : notnull
    {
        dictionary.Add(key, value?.ToString() ?? "");
        return dictionary;
    }
}
