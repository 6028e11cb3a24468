using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>What may stand where the last of some words is.</summary>
internal sealed class Completion(INukeBuild build, ParameterCatalog catalog, AbsolutePath root)
{
    /// <summary>The first argument of a run that only completes; the words follow it, the last one unfinished and maybe empty.</summary>
    public const string Command = ":complete";

    /// <summary>A word, and what it is for; empty if its name says it.</summary>
    internal readonly record struct Candidate(string Word, string Description = "");

    public IEnumerable<Candidate> Of(IReadOnlyList<string> words)
    {
        // Shells that break words at '=' give it as a word of its own.
        string[] given = [.. words.SkipLast(1).Where(x => x != "=")];
        var current = words.Count == 0 || words[^1] == "=" ? "" : words[^1];
        if (current.Split('=', 2) is [['-', ..] option, var value])
            return Starting(value, ValuesOf(option)).Select(x => x with { Word = $"{option}={x.Word}" });
        return current is ['-', ..]
            ? Starting(current, Options(given))
            : Starting(current, Values(given)).DistinctBy(x => x.Word);
    }

    private static IEnumerable<Candidate> Starting(string text, IEnumerable<Candidate> candidates) =>
        candidates.Where(x => x.Word.StartsWith(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Options that may still be given.</summary>
    private IEnumerable<Candidate> Options(string[] given)
    {
        var parameters = catalog.Parameters.Where(x => x.IsListed && (x.IsList || !given.Any(word => Names(word, x.Name))))
            .Select(x => new Candidate(x.Option, x.Description ?? ""));
        var engine = EngineOption.All.Where(x => x.Arity == Arity.Many || !given.Any(word => Names(word, x.Name)))
            .Select(x => new Candidate(x.Text, x.Description));
        return [.. parameters, .. engine];
    }

    private static bool Names(string word, string name) => word is ['-', ..] && Kebab.Same(word.TrimStart('-').Split('=')[0], name);

    /// <summary>Values of the option before, if it takes another; targets, if it need not.</summary>
    private IEnumerable<Candidate> Values(string[] given)
    {
        var last = Array.FindLastIndex(given, x => x is ['-', ..]);
        if (last < 0) return Targets(given);
        var taken = given.Length - last - 1 + (given[last].Contains('=', StringComparison.Ordinal) ? 1 : 0);
        return ArityOf(given[last]) switch
        {
            Arity.Many => ValuesOf(given[last]),
            Arity.One when taken == 0 => ValuesOf(given[last]),
            Arity.Choice when taken == 0 => [.. ValuesOf(given[last]), .. Targets(given)],
            _ => Targets(given),
        };
    }

    private Arity ArityOf(string option)
    {
        var name = option.TrimStart('-').Split('=')[0];
        if (EngineOption.Find(name) is { } engine) return engine.Arity;
        return catalog.Find(name) switch
        {
            null or { IsFlag: true } => Arity.Flag,
            { IsList: true } => Arity.Many,
            _ => Arity.One,
        };
    }

    private IEnumerable<Candidate> ValuesOf(string option)
    {
        var name = option.TrimStart('-').Split('=')[0];
        if (EngineOption.Find(name) is { } engine)
        {
            return engine == EngineOption.Target || engine == EngineOption.Skip ? Targets([])
                : engine == EngineOption.Profile ? Profiles()
                : (engine.Choices.Count > 0 ? engine.Choices
                    : engine == EngineOption.Verbosity ? Enum.GetNames<Verbosity>()
                    : engine == EngineOption.Host ? Hosts.Names
                    : []).Select(x => new Candidate(x));
        }

        if (catalog.Find(name) is not { } parameter) return [];
        if (parameter.IsFlag) return [new Candidate("true"), new Candidate("false")];
        return (ValueConverter.Choices(parameter.Type) ?? ValueProviders.Suggestions(parameter, build)).Select(x => new Candidate(x));
    }

    private IEnumerable<Candidate> Targets(string[] given) => build.ExecutableTargets
        .Where(x => x.Listed && !given.Any(word => Kebab.Same(word, x.Name)))
        .OrderBy(x => x.Name, StringComparer.Ordinal)
        .Select(x => new Candidate(x.Name, x.Description ?? ""));

    private IEnumerable<Candidate> Profiles() => (root / ".nuke").GlobFiles("parameters.*.json")
        .Select(x => new Candidate(x.NameWithoutExtension["parameters.".Length..]));
}
