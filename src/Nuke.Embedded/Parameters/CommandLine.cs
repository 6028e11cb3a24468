using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>A command line: targets, engine options, and texts for parameters. Collects every problem before it complains.</summary>
internal sealed class CommandLine
{
    private readonly List<string> _problems = [];

    private CommandLine() { }

    /// <summary>Null if none is named.</summary>
    public List<string>? Targets { get; private set; }

    /// <summary>Null without <c>--skip</c>; empty for a bare one.</summary>
    public List<string>? Skip { get; private set; }

    /// <summary>Texts given to engine options, by name.</summary>
    public Dictionary<EngineOption, List<string>> Options { get; } = [];

    /// <summary>Texts given to parameters.</summary>
    public Dictionary<Parameter, List<string>> Values { get; } = [];

    public IReadOnlyList<string> Problems => _problems;

    public bool Has(EngineOption option) => Options.TryGetValue(option, out var texts) && texts is not ["false"];

    public string? Text(EngineOption option) => Options.GetValueOrDefault(option)?.FirstOrDefault();

    public static CommandLine Parse(IReadOnlyList<string> arguments, ParameterCatalog catalog)
    {
        CommandLine line = new();
        for (var i = 0; i < arguments.Count;)
        {
            var argument = arguments[i++];
            if (argument == "--")
            {
                while (i < arguments.Count) line.AddTargets(arguments[i++]);
            }
            else if (IsOption(argument))
            {
                line.Read(argument, arguments, ref i, catalog);
            }
            else
            {
                line.AddTargets(argument);
            }
        }

        return line;
    }

    /// <summary>A dash and a letter; <c>-1</c> is a value.</summary>
    private static bool IsOption(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument is "-?" || argument[1] == '-');

    private void AddTargets(string argument) =>
        (Targets ??= []).AddRange(argument.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private void Read(string argument, IReadOnlyList<string> arguments, ref int i, ParameterCatalog catalog)
    {
        var parts = argument.Split('=', 2);
        var name = parts[0].TrimStart('-');
        var given = parts.Length == 2 ? parts[1] : null;
        var option = EngineOption.Find(name);
        var parameter = option is null ? catalog.Find(name) : null;
        if (option is null && parameter is null)
        {
            var hint = DidYouMean.Hint("--" + name, [.. EngineOption.All.Select(x => x.Text), .. catalog.Parameters.Select(x => x.Option)]);
            _problems.Add($"Unknown parameter '{parts[0]}'.{hint} See --help for all parameters.");
            while (i < arguments.Count && !IsOption(arguments[i])) i++;
            return;
        }

        var arity = option?.Arity ?? (parameter!.IsFlag ? Arity.Flag : parameter.IsList ? Arity.Many : Arity.One);
        var texts = given is not null ? [given] : arity == Arity.Choice ? Choice(option!, arguments, ref i) : Texts(arity, arguments, ref i);
        var text = option?.Text ?? parameter!.Option;
        if (arity == Arity.Choice && !option!.Choices.Contains(texts[0])) _problems.Add($"{text}: '{texts[0]}' must be one of {string.Join(", ", option.Choices)}.{DidYouMean.Hint(texts[0], option.Choices)}");
        if (arity == Arity.One && texts.Count == 0) _problems.Add($"{text} needs a value.");
        else if (option == EngineOption.Target) texts.ForEach(AddTargets);
        else if (option == EngineOption.Skip) (Skip ??= []).AddRange(texts);
        else if (option is not null) Keep(Options, option, texts, text, arity);
        else Keep(Values, parameter!, texts, text, arity);
    }

    private static List<string> Texts(Arity arity, IReadOnlyList<string> arguments, ref int i)
    {
        List<string> texts = [];
        if (arity == Arity.Flag)
        {
            texts.Add(i < arguments.Count && bool.TryParse(arguments[i], out _) ? arguments[i++].ToLowerInvariant() : "true");
            return texts;
        }

        while (i < arguments.Count && !IsOption(arguments[i]) && (arity == Arity.Many || texts.Count == 0)) texts.Add(arguments[i++]);
        return texts;
    }

    /// <summary>The word that follows if it is one of the choices; else the first choice, and the word is a target.</summary>
    private static List<string> Choice(EngineOption option, IReadOnlyList<string> arguments, ref int i) =>
        i < arguments.Count && option.Choices.Contains(arguments[i]) ? [arguments[i++]] : [option.Choices[0]];

    private void Keep<T>(Dictionary<T, List<string>> values, T key, List<string> texts, string option, Arity arity)
        where T : notnull
    {
        if (values.TryAdd(key, texts)) return;
        if (arity == Arity.Many) values[key].AddRange(texts);
        else _problems.Add($"{option} is given twice.");
    }
}
