using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using Nuke.Common.Sessions;

namespace Nuke.Common.Parameters;

/// <summary>What was given for each parameter, and from where.</summary>
internal sealed class ParameterValues
{
    private const string Encrypted = "v1:";

    private readonly ParameterCatalog _catalog;
    private readonly AbsolutePath _root;
    private readonly Dictionary<Parameter, Given> _given = [];
    private readonly Dictionary<MemberInfo, object> _values = [];
    private (string Name, string Text)[] _unread = [];

    private ParameterValues(ParameterCatalog catalog, AbsolutePath root)
    {
        _catalog = catalog;
        _root = root;
    }

    /// <summary>Texts of parameters marked <see cref="SecretAttribute"/>.</summary>
    public IEnumerable<string> Secrets => _given.Where(x => x.Key.IsSecret).SelectMany(x => x.Value.Texts);

    public static ParameterValues Resolve(
        ParameterCatalog catalog, CommandLine line, ParameterFiles files, BuildEnvironment environment, AbsolutePath root)
    {
        ParameterValues values = new(catalog, root) { _unread = [.. catalog.OtherVariables.Where(x => environment.Variables.ContainsKey(x)).Select(x => (x, environment.Variables[x]))] };
        AbsolutePath here = environment.WorkingDirectory;
        foreach (var parameter in catalog.Parameters)
        {
            if (line.Values.TryGetValue(parameter, out var texts))
            {
                values.Keep(parameter, texts, parameter.Option, here);
            }
            else if (parameter.Variables.FirstOrDefault(x => !string.IsNullOrWhiteSpace(environment.Variables.GetValueOrDefault(x))) is { } variable)
            {
                values.Keep(parameter, [environment.Variables[variable]], $"environment variable {variable}", here);
            }
            else if (files.Find(parameter.Name) is { } entry)
            {
                values.Keep(parameter, entry.Texts, $"{entry.File}: {parameter.Name}", root);
            }
        }

        return values;
    }

    /// <summary>Converts everything given, and loads solutions.</summary>
    public void Convert(List<string> problems)
    {
        foreach (var (name, text) in _unread)
        {
            if (UnfilledReference.In([text]) is { } reference) problems.Add($"environment variable {name}: '{text}' {UnfilledReference.Problem(reference)}");
        }

        foreach (var parameter in _catalog.Parameters)
        {
            var given = _given.GetValueOrDefault(parameter);
            if (given is null && parameter.Attribute is PartitionAttribute) parameter.Members.ForEach(x => _values[x] = Partition.Single);
            if (given is null && !parameter.IsSolution) continue;
            if (given is not null && parameter.HasNamedVariables && UnfilledReference.In(given.Texts) is { } reference)
            {
                problems.Add($"{given.Origin}: {Shown(parameter, given)}{UnfilledReference.Problem(reference)}");
                continue;
            }

            foreach (var member in parameter.Members)
            {
                try
                {
                    _values[member] = parameter.IsSolution ? Typed(LoadSolution(parameter, given), Parameter.TypeOf(member)) : Convert(member, given!);
                }
                catch (Exception e) when (e is ConversionException or InvalidDataException or IOException)
                {
                    problems.Add(given is null ? e.Message : $"{given.Origin}: {Shown(parameter, given)}{e.Message}");
                    break;
                }
            }
        }
    }

    /// <summary>Sets fields and properties of the build. Those of components are read through <see cref="ValueOf"/>.</summary>
    public void Inject(INukeBuild build)
    {
        foreach (var (member, value) in _values)
        {
            if (member.DeclaringType is { IsInterface: false }) Members.Set(build, member, value);
        }
    }

    /// <returns>null if nothing was given, or the member is no parameter.</returns>
    public object? ValueOf(MemberInfo member)
    {
        if (_values.TryGetValue(member, out var value)) return value;
        return _catalog.Find(member)?.Members.Select(x => _values.GetValueOrDefault(x)).FirstOrDefault(x => x is not null);
    }

    public ParameterCatalog Catalog => _catalog;

    /// <summary>What was given for a parameter; empty for nothing.</summary>
    public string TextOf(Parameter parameter) => string.Join(' ', _given.GetValueOrDefault(parameter)?.Texts ?? []);

    public bool IsGiven(Parameter parameter) => _given.ContainsKey(parameter);

    private static object Convert(MemberInfo member, Given given) => given.Texts switch
    {
        [var text] when member.GetCustomAttribute<PartitionAttribute>() is { } partition => ValueConverter.Partition(text, partition.Total),
        [var text] when text.StartsWith(Encrypted, StringComparison.Ordinal) && member.IsDefined(typeof(SecretAttribute)) && given.IsFromFile =>
            throw new ConversionException("is encrypted, which only NUKE's own engine reads; give it in the environment"),
        _ => ValueConverter.Convert(given.Texts, Parameter.TypeOf(member), given.Directory),
    };

    private static string Shown(Parameter parameter, Given given) =>
        parameter.IsSecret ? "the value " : $"'{string.Join(' ', given.Texts)}' ";

    private void Keep(Parameter parameter, IReadOnlyList<string> texts, string origin, AbsolutePath directory)
    {
        if (parameter.IsList && parameter.Attribute.Separator is { Length: > 0 } separator)
            texts = [.. texts.SelectMany(x => x.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        _given[parameter] = new Given(texts, origin, directory, IsFromFile: origin.StartsWith(".nuke", StringComparison.Ordinal));
    }

    /// <summary>The solution as the class that was generated for the member.</summary>
    private static object Typed(Solution solution, Type type) =>
        type == typeof(Solution) ? solution : Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, [solution], null)!;

    private Solution LoadSolution(Parameter parameter, Given? given)
    {
        if (((SolutionAttribute)parameter.Attribute).RelativePath is { } path) return Read(_root / path);
        if (given is not null) return Read((AbsolutePath)ValueConverter.Convert(given.Texts, typeof(AbsolutePath), given.Directory));

        var found = _root.GlobFiles("*.sln", "*.slnx");
        return found.Count == 1
            ? Read(found.First())
            : throw new InvalidDataException(
                $"{parameter.Name}: {found.Count} solution files in '{_root}'. Name one: {parameter.Option} <path>, or \"{parameter.Name}\" in .nuke/parameters.json.");

        static Solution Read(AbsolutePath file) =>
            file.FileExists() ? file.ReadSolution() : throw new InvalidDataException($"Solution '{file}' does not exist.");
    }

    private sealed record Given(IReadOnlyList<string> Texts, string Origin, AbsolutePath Directory, bool IsFromFile);
}
