using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>
/// Which evaluator it is, exactly: its type, the very build of its code, its settings, the code of rules that it was given and what they captured. Two
/// evaluators of one identity give one answer one score. Settings are followed through types of the evaluator's own assembly, of this one and of those that
/// say so by <see cref="EvaluatorSettingsAttribute"/>; of others' types the name counts, and of what may change while a run goes on (fields that are not read-only, caches) only simple values.
/// </summary>
internal sealed class EvaluatorIdentity
{
    private const int Readable = 200, Deepest = 64;
    private readonly IChatClient? _chat;
    private readonly HashSet<Assembly> _own = [typeof(EvaluatorIdentity).Assembly];
    private readonly Dictionary<object, int> _seen = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    private EvaluatorIdentity(IChatClient? chat) => _chat = chat;

    /// <summary>Of all that judge, in their order.</summary>
    public static string Of(IEnumerable<IEvaluator> evaluators, IChatClient? chat) => string.Join('\n', evaluators.Select(evaluator => Of(evaluator, chat)));

    /// <param name="evaluator">Any.</param>
    /// <param name="chat">The model of judges that bring none.</param>
    public static string Of(IEvaluator evaluator, IChatClient? chat)
    {
        var type = evaluator.GetType();
        var settings = new EvaluatorIdentity(chat) { _own = { type.Assembly } }.Text(evaluator);
        // Word lists and prompts are long; what tells two of them apart is not.
        if (settings.Length > Readable) settings = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings)));
        return $"{type.FullName} {string.Join(',', evaluator.EvaluationMetricNames)} {settings}";
    }

    private string Text(object? value) => value switch
    {
        null => "null",
        string text => JsonSerializer.Serialize(text),
        Regex regex => $"{JsonSerializer.Serialize(regex.ToString())} {regex.Options}",
        Uri or JsonNode or JsonElement or Type => value.ToString()!,
        IJudge judge => $"{judge.IdentityWith(_chat)} {judge.GetType().Module.ModuleVersionId}",
        IJudgementCache or IChatClient => Name(value),
        Delegate rule => Rule(rule),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i])))})",
        IDictionary map => Sorted(map.Keys.Cast<object>().Select(key => $"{Text(key)}: {Text(map[key])}")),
        IList list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        IEnumerable set when IsSet(set) => Sorted(set.Cast<object?>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool or char => value.ToString()!,
        _ => Members(value),
    };

    /// <summary>A rule is its code and what it captured.</summary>
    private string Rule(Delegate rule)
    {
        _own.Add(rule.Method.Module.Assembly);
        return $"{rule.Method.DeclaringType?.FullName}.{rule.Method.Name} {rule.Method.Module.ModuleVersionId} {(rule.Target is null ? "" : Text(rule.Target))}";
    }

    private string Members(object value)
    {
        var type = value.GetType();
        if (!IsOwn(type.Assembly) || _depth == Deepest) return Name(value);
        // What was told is named from then on: settings may refer to one another, and to themselves.
        if (!_seen.TryAdd(value, _seen.Count)) return $"#{_seen[value]}";
        _depth++;
        var text = $"{type.FullName} {type.Module.ModuleVersionId} {Sorted(Fields(type).Where(field => Counts(field, value)).Select(field => $"{field.Name}={Text(field.GetValue(value))}"))}";
        _depth--;
        return text;
    }

    private bool IsOwn(Assembly assembly) => _own.Contains(assembly) || assembly.IsDefined(typeof(EvaluatorSettingsAttribute));

    /// <summary>Up to the first base type of somebody else.</summary>
    private IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null && IsOwn(at.Assembly); at = at.BaseType)
        {
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)) yield return field;
        }
    }

    /// <summary>What a lambda or a primary constructor captured is in fields that could be written, and is not, as a rule.</summary>
    private static bool Counts(FieldInfo field, object value) =>
        field.IsInitOnly || field.Name.EndsWith(">P", StringComparison.Ordinal) || field.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute)) || field.GetValue(value) is string or IFormattable or bool or char or Regex or Uri;

    private static bool IsSet(IEnumerable value) => value.GetType() is var type
        && type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true && type.Namespace != "System.Collections.Concurrent"
        && Array.Exists(type.GetInterfaces(), each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>));

    private static string Name(object value) => value.GetType().FullName ?? value.GetType().Name;

    private static string Sorted(IEnumerable<string> parts) => $"{{{string.Join("; ", parts.Order(StringComparer.Ordinal))}}}";
}
