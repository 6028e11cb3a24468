using System.Reflection;
using System.Runtime.InteropServices;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Nuke.Common.Sessions;
using Nuke.Common.Utilities;

namespace Nuke.Common.Caching;

/// <summary>What a target's result depends on, in this moment.</summary>
/// <param name="Parts">In no order.</param>
/// <param name="Inputs">The files among them.</param>
/// <param name="Refusal">Why the cache must not be used for the target; null if it may.</param>
internal sealed record TargetKey(IReadOnlyList<KeyPart> Parts, IReadOnlyList<FileState> Inputs, string? Refusal)
{
    public string Key { get; } = KeyPart.KeyOf(Parts);
}

/// <summary>Makes the keys of one run.</summary>
internal sealed class TargetKeys(INukeBuild build, BuildSession session, ParameterValues parameters)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ExecutableTarget, CodeReader> _code = [];
    private readonly Dictionary<ExecutableTarget, string> _keys = [];
    private readonly Lazy<string> _sdk = new(() => SdkVersion.In(session.Root));

    /// <exception cref="InvalidInputException">Inputs and outputs name the same file.</exception>
    public TargetKey Of(ExecutableTarget target)
    {
        var definition = target.Definition;
        FileSet inputs = new(session.Root, definition.InputPatterns);
        var paths = inputs.Find();
        ThrowIfBoth(target, session, paths);
        var files = FileState.Read(session.Root, paths);
        var code = CodeOf(target);

        List<KeyPart> parts =
        [
            KeyPart.Of("target", target.Name, target.Name),
            KeyPart.Of("runtime", "version", $"{Environment.Version} {RuntimeInformation.RuntimeIdentifier}"),
            KeyPart.Of("SDK", "version", _sdk.Value),
            KeyPart.Of("code", target.Name, code.Hash, show: false),
            .. AssembliesOf(code).Select(x => KeyPart.Of("assembly", x.GetName().Name ?? "", x.ManifestModule.ModuleVersionId.ToString(), show: false)),
            .. definition.InputPatterns.Order(StringComparer.Ordinal).Select((x, i) => KeyPart.Of("input pattern", $"{i}", x)),
            .. definition.OutputPatterns.Order(StringComparer.Ordinal).Select((x, i) => KeyPart.Of("output pattern", $"{i}", x)),
            .. files.Select(x => KeyPart.Of("input", x.Path, x.Text, show: false)),
            .. definition.KeyValues.Select((x, i) => KeyPart.Of("CacheKey", x.Text.Length > 0 ? $"{i} {x.Text}" : $"{i}", Text(x.Value()) ?? throw new InvalidInputException(
                $"Target '{target.Name}': CacheKey({x.Text}) must give a text, number, path, or a list of these."))),
        ];
        if (code.ReadsHost) parts.Add(KeyPart.Of("host", "kind", session.Host.GetType().Name));
        if (code.Everything is not null) parts.Add(KeyPart.Of("assembly", build.GetType().Assembly.GetName().Name ?? "", build.GetType().Module.ModuleVersionId.ToString(), show: false));
        parts.AddRange(ParametersOf(code));
        var refusal = AddState(code, parts) ?? AddResults(target, code, parts) ?? RefusalOf(inputs, paths, files, code);
        lock (_lock)
        {
            parts.AddRange(target.ExecutionDependencies.Where(_keys.ContainsKey).Select(x => new KeyPart("dependency", x.Name, _keys[x], null)));
            TargetKey key = new(parts, files, refusal);
            _keys[target] = key.Key;
            return key;
        }
    }

    /// <summary>Whether the inputs are still those that the key was made of.</summary>
    public bool Stands(ExecutableTarget target, TargetKey key)
    {
        var paths = new FileSet(session.Root, target.Definition.InputPatterns).Find();
        return paths.SequenceEqual(key.Inputs.Select(x => x.Path)) && FileState.Read(session.Root, paths).SequenceEqual(key.Inputs);
    }

    private CodeReader CodeOf(ExecutableTarget target)
    {
        lock (_lock)
        {
            if (!_code.TryGetValue(target, out var code)) _code[target] = code = CodeReader.Of(build.GetType(), target.Member, target.Definition.Sources.Prepend(target.Factory).Cast<Target>());
            return code;
        }
    }

    /// <exception cref="InvalidInputException">What the target says of its files cannot be.</exception>
    public static void Check(ExecutableTarget target, BuildSession session)
    {
        if (target.Definition.InputPatterns.Count + target.Definition.KeyValues.Count == 0)
            throw new InvalidInputException($"Target '{target.Name}' has Outputs, but neither Inputs nor CacheKey: nothing tells when they are stale. Name what it reads.");
        ThrowIfBoth(target, session, new FileSet(session.Root, target.Definition.InputPatterns).Find());
    }

    private static void ThrowIfBoth(ExecutableTarget target, BuildSession session, IReadOnlyList<string> inputs)
    {
        FileSet outputs = new(session.Root, target.Definition.OutputPatterns);
        if (inputs.FirstOrDefault(outputs.Contains) is { } both)
            throw new InvalidInputException($"Target '{target.Name}': {both} is both an input and an output. Outputs are deleted before a target runs: take it out of the inputs, such as with \"!**/{both.Split('/')[^1]}\".");
    }

    private static string? RefusalOf(FileSet inputs, IReadOnlyList<string> paths, IReadOnlyList<FileState> files, CodeReader code) =>
        inputs.Unmatched(paths).FirstOrDefault() is { } pattern ? $"Inputs(\"{pattern}\") names no file"
        : files.FirstOrDefault(x => x is { Digest: "", Link: not null }) is { } link ? $"{link.Path} is a link to what is no file ({link.Link})"
        : code.Written is { } field ? $"it writes {field.DeclaringType!.Name}.{NameOf(field)}, which other targets may read; return the value instead, and read it with ResultOf"
        : null;

    private IEnumerable<KeyPart> ParametersOf(CodeReader code)
    {
        var catalog = parameters.Catalog;
        var read = code.Everything is not null ? catalog.Parameters : [.. code.Parameters.Select(catalog.Find).OfType<Parameter>().Distinct()];
        foreach (var parameter in read)
        {
            var value = string.Join(' ', parameter.Members.Select(member => Text(ValueOf(member)) ?? parameters.TextOf(parameter)));
            yield return parameter.IsSecret ? KeyPart.OfSecret("parameter", parameter.Name, value) : KeyPart.Of("parameter", parameter.Name, value);
        }
    }

    private object? ValueOf(MemberInfo member)
    {
        try
        {
            return member is FieldInfo field ? field.GetValue(field.IsStatic ? null : build) : ((PropertyInfo)member).GetValue(build);
        }
        catch (TargetInvocationException e)
        {
            return $"{e.InnerException?.GetType()}: {e.InnerException?.Message}";
        }
    }

    /// <summary>Fields may have been set by other targets.</summary>
    private string? AddState(CodeReader code, List<KeyPart> parts)
    {
        foreach (var field in code.State)
        {
            // Whoever reads a list may also add to it, which the cache could not bring back.
            var text = IsMutableCollection(field.FieldType) ? null : Text(ValueOf(field));
            if (text is not null) parts.Add(KeyPart.Of("field", NameOf(field), text, show: false));
            else if (!field.IsInitOnly || IsMutableCollection(field.FieldType)) return $"it reads {field.DeclaringType!.Name}.{NameOf(field)}, a {field.FieldType.Name} that may change as the build runs";
        }

        return null;
    }

    private static bool IsMutableCollection(Type type) =>
        type != typeof(string) && !type.IsArray && type.Namespace is not ("System.Collections.Immutable" or "System.Collections.Frozen")
        && type.GetInterfaces().Append(type).Any(x => x == typeof(System.Collections.IDictionary) || x == typeof(System.Collections.IList)
            || (x.IsGenericType && x.GetGenericTypeDefinition() == typeof(ICollection<>)));

    private string? AddResults(ExecutableTarget target, CodeReader code, List<KeyPart> parts)
    {
        if (!code.ReadsResults && code.Everything is null) return null;
        foreach (var other in build.ExecutionPlan.Where(x => x != target && x.Result is not null).OrderBy(x => x.Name, StringComparer.Ordinal))
        {
            if (TargetResult.Keep(other.Result, session.Output.Secrets) is not { } kept) return $"it may read the result of {other.Name}, a {other.Result!.GetType().Name} that cannot be compared";
            parts.Add(KeyPart.Of("result", other.Name, $"{kept.Type} {kept.Json}", show: false));
        }

        return null;
    }

    /// <summary>Used assemblies, with those that they use: .NET's own are told by the runtime's version.</summary>
    private static SortedDictionary<string, Assembly>.ValueCollection AssembliesOf(CodeReader code)
    {
        Stack<Assembly> open = new(code.Assemblies);
        SortedDictionary<string, Assembly> found = new(StringComparer.Ordinal);
        while (open.TryPop(out var assembly))
        {
            if (!found.TryAdd(assembly.FullName ?? "", assembly) || assembly == typeof(INukeBuild).Assembly) continue;
            foreach (var name in assembly.GetReferencedAssemblies())
            {
                if (AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(x => x.GetName().Name == name.Name) is { } known && !CodeReader.IsOfDotNet(known)) open.Push(known);
                else if (File.Exists(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))) open.Push(Assembly.Load(name));
            }
        }

        return found.Values;
    }

    private string? Text(object? value) => ValueText.Of(value, session.Root);

    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
}
