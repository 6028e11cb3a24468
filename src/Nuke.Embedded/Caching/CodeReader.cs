using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Nuke.Common.Caching;

/// <summary>
/// What a target's code is, and what it reads: found by following the instructions from the target's definition through the build's own assembly.
/// Names that the compiler makes up are replaced by numbers in the order of discovery, so that an edit elsewhere changes nothing.
/// Where the code cannot be followed, it counts as reading everything.
/// </summary>
internal sealed class CodeReader
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Type _build;
    private readonly Queue<MethodBase> _queue = new();
    private readonly Dictionary<MemberInfo, int> _numbers = [];
    private readonly HashSet<MethodBase> _seen = [];
    private readonly HashSet<Type> _touched = [];
    private readonly StringBuilder _text = new();

    private CodeReader(Type build) => _build = build;

    /// <summary>Members marked <see cref="ParameterAttribute"/>.</summary>
    public HashSet<MemberInfo> Parameters { get; } = [];

    /// <summary>Fields whose value may differ from run to run.</summary>
    public HashSet<FieldInfo> State { get; } = [];

    /// <summary>Assemblies used, other than the build's own and those of .NET.</summary>
    public HashSet<Assembly> Assemblies { get; } = [typeof(INukeBuild).Assembly];

    /// <summary>Why the code counts as reading everything; null if it could be followed.</summary>
    public string? Everything { get; private set; }

    /// <summary>A field that the code writes: what the cache cannot bring back. Null for none.</summary>
    public FieldInfo? Written { get; private set; }

    /// <summary>Whether it reads on what kind of machine it runs.</summary>
    public bool ReadsHost { get; private set; }

    /// <summary>Whether it reads results of other targets.</summary>
    public bool ReadsResults { get; private set; }

    public string Hash { get; private set; } = "";

    public static CodeReader Of(Type build, MemberInfo member, IEnumerable<Target> definitions)
    {
        CodeReader reader = new(build);
        try
        {
            if (member is PropertyInfo { GetMethod: { } getter }) reader.Enqueue(getter);
            foreach (var definition in definitions) reader.Enqueue(definition.Method);
            while (reader._queue.TryDequeue(out var method)) reader.Read(method);
        }
        catch (Exception e) when (e is ArgumentException or TypeLoadException or ReflectionTypeLoadException or BadImageFormatException or IOException or NotSupportedException)
        {
            reader.Everything ??= $"its code cannot be read ({e.Message.ReplaceLineEndings(" ")})";
        }

        reader.Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reader._text.ToString())));
        return reader;
    }

    private void Read(MethodBase method)
    {
        _text.Append('\n').Append(NameOf(method)).Append(':');
        var body = method.GetMethodBody();
        foreach (var local in body?.LocalVariables ?? []) Mention(local.LocalType);
        foreach (var clause in body?.ExceptionHandlingClauses ?? [])
            _text.Append(clause.Flags).Append(clause.TryOffset).Append('-').Append(clause.HandlerOffset).Append('+').Append(clause.HandlerLength);
        foreach (var (code, operand) in IlReader.Read(method))
        {
            _text.Append(code.Name).Append(' ');
            switch (operand)
            {
                case string text: _text.Append(text.Length).Append('"').Append(text); break;
                case byte[] bytes: _text.Append(Convert.ToHexString(bytes)); break;
                case Type type: Mention(type); break;
                case FieldInfo field: Use(field, code, method); break;
                case MethodBase callee: Use(callee); break;
            }

            if (code == OpCodes.Calli) Everything ??= $"{method.Name} calls through a pointer";
            _text.Append(';');
        }
    }

    private void Use(FieldInfo field, OpCode code, MethodBase user)
    {
        _text.Append(NameOf(field));
        if (field.DeclaringType is not { } type) return;
        Touch(type);
        if (!IsOwn(type) || IsGenerated(type) || IsGenerated(field))
        {
            if (field.IsDefined(typeof(ParameterAttribute))) Parameters.Add(field);
            else if (IsOwn(type) && BackedProperty(field) is { } property) Use(property, field, code, user);
            return;
        }

        Use(field, field, code, user);
    }

    /// <param name="declared">The field, or the automatic property that it holds.</param>
    /// <param name="field">The field.</param>
    /// <param name="code">What is done with it.</param>
    /// <param name="user">By whom.</param>
    private void Use(MemberInfo declared, FieldInfo field, OpCode code, MethodBase user)
    {
        foreach (var constructor in field.DeclaringType!.GetConstructors(All)) Follow(constructor);
        var writes = code == OpCodes.Stfld || code == OpCodes.Stsfld || ((code == OpCodes.Ldflda || code == OpCodes.Ldsflda) && !field.IsInitOnly && !field.FieldType.IsValueType);
        if (writes && user.IsConstructor) return;
        if (declared.IsDefined(typeof(ParameterAttribute)))
        {
            Parameters.Add(declared);
            return;
        }

        if (!field.IsStatic && !typeof(INukeBuild).IsAssignableFrom(field.DeclaringType)) return;
        if (!writes) State.Add(field);
        else Written ??= field;
    }

    private void Use(MethodBase callee)
    {
        _text.Append(NameOf(callee));
        if (callee.IsGenericMethod) foreach (var argument in callee.GetGenericArguments()) Mention(argument);
        if (callee.DeclaringType is not { } type) return;
        if (callee.IsSpecialName && PropertyOf(callee) is { } property)
        {
            if (property.IsDefined(typeof(ParameterAttribute))) Parameters.Add(property);
            if (property.DeclaringType?.Assembly == typeof(INukeBuild).Assembly) ReadsHost |= property.Name is "Host" or "IsLocalBuild" or "IsServerBuild" or "Instance";
        }

        ReadsResults |= type == typeof(TargetResults);
        Touch(type);
        Follow(callee);
        if (type.Namespace?.StartsWith("System.Reflection", StringComparison.Ordinal) == true && callee.Name != "GetMethodFromHandle" && callee.Name != "GetFieldFromHandle")
            Everything ??= $"it uses reflection ({type.Name}.{callee.Name})";
        if (type == typeof(Activator) && callee.IsGenericMethod)
        {
            // new T()
            foreach (var made in callee.GetGenericArguments())
                if (made.GetConstructor(Type.EmptyTypes) is { } constructor) Follow(constructor);
        }
        else if (type == typeof(Activator) || type.Namespace == "Microsoft.CSharp.RuntimeBinder") Everything ??= $"it calls what only the run decides ({type.Name}.{callee.Name})";
        if (!IsOwn(type) && type.Assembly != typeof(INukeBuild).Assembly && typeof(INukeBuild).IsAssignableFrom(type))
            Everything ??= $"it calls a component of another assembly ({type.Name}.{callee.Name})";
    }

    private void Mention(Type type)
    {
        _text.Append(NameOf(type));
        Touch(type);
    }

    /// <summary>A type in use may have its virtual members called by anybody, and its static constructor run.</summary>
    private void Touch(Type type)
    {
        if (type.HasElementType) type = type.GetElementType()!;
        if (type.IsGenericParameter || !_touched.Add(type)) return;
        if (type.IsGenericType) foreach (var argument in type.GetGenericArguments()) Touch(argument);
        if (!IsOwn(type))
        {
            if (!IsOfDotNet(type.Assembly)) Assemblies.Add(type.Assembly);
            return;
        }

        if (type.TypeInitializer is { } initializer) Follow(initializer);
        if (typeof(INukeBuild).IsAssignableFrom(type)) return;
        foreach (var method in type.GetMethods(All).Where(x => x.IsVirtual)) Follow(method);
        if (type.BaseType is { } parent) Touch(parent);
        if (type.IsInterface || type.IsAbstract || !type.IsSealed)
        {
            foreach (var derived in type.Assembly.GetTypes().Where(x => x != type && type.IsAssignableFrom(x) && !x.ContainsGenericParameters)) Touch(derived);
        }
    }

    private void Follow(MethodBase method)
    {
        if (method.DeclaringType is not { } type || !IsOwn(type)) return;

        // Another target's definition: an edge. What that target does is its own key's matter.
        if (method is MethodInfo { ReturnType: var result } && result == typeof(Target)) return;
        if (type.IsInterface && type.IsAssignableFrom(_build) && method is MethodInfo && !type.IsGenericType)
        {
            var map = _build.GetInterfaceMap(type);
            var index = Array.IndexOf(map.InterfaceMethods, method);
            if (index >= 0 && map.TargetMethods[index] != method) Follow(map.TargetMethods[index]);
        }

        Enqueue(method);
    }

    private void Enqueue(MethodBase method)
    {
        if (!IsOwn(method.DeclaringType!)) Everything ??= $"it is defined in another assembly ({method.DeclaringType!.Name})";
        else if (_seen.Add(method)) _queue.Enqueue(method);
    }

    private string NameOf(MemberInfo member)
    {
        var type = member as Type ?? member.DeclaringType;
        if (type is null || !IsOwn(type) || !(IsGenerated(member) || IsGenerated(type)))
            return $"[{(member as Type)?.ToString() ?? $"{type}::{member}"}]";
        if (!_numbers.TryGetValue(member, out var number)) _numbers[member] = number = _numbers.Count;
        return $"[#{number}]";
    }

    private bool IsOwn(Type type) => type.Assembly == _build.Assembly;

    private static bool IsGenerated(MemberInfo member) => member.Name.Contains('<', StringComparison.Ordinal) || member.IsDefined(typeof(CompilerGeneratedAttribute));

    public static bool IsOfDotNet(Assembly assembly) =>
        assembly.GetName().GetPublicKeyToken() is { Length: > 0 } && assembly.Location.Contains($"{Path.DirectorySeparatorChar}shared{Path.DirectorySeparatorChar}Microsoft.", StringComparison.Ordinal);

    private static PropertyInfo? PropertyOf(MethodBase accessor) =>
        accessor.DeclaringType!.GetProperties(All).FirstOrDefault(x => x.GetMethod == accessor || x.SetMethod == accessor);

    private static PropertyInfo? BackedProperty(FieldInfo field) =>
        field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal) ? field.DeclaringType!.GetProperty(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], All) : null;
}
