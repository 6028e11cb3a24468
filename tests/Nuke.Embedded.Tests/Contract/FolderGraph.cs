using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Nuke.Embedded.Tests.Contract;

/// <summary>
/// Which folder of a project's sources uses which, read from the compiled assembly and its symbols: by signatures, bodies, bases, constraints and attributes.
/// A type is in the first folder below the project's, and a nested type in that of the type around it; files of the project's own folder are in ".".
/// Constants leave no trace in what is compiled.
/// </summary>
internal sealed class FolderGraph : IDisposable
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(x => (OpCode)x.GetValue(null)!).ToDictionary(x => x.Value);

    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private readonly MetadataReader _code;
    private readonly PEReader _file;
    private readonly Dictionary<TypeDefinitionHandle, string> _folders = [];
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _uses = [];

    private FolderGraph(PEReader file, MetadataReader symbols, string project)
    {
        _file = file;
        _code = file.GetMetadataReader();
        foreach (var handle in _code.TypeDefinitions)
        {
            if (FolderOf(symbols, handle, $"/{project}/") is { } folder) _folders[handle] = folder;
        }

        foreach (var handle in _code.TypeDefinitions) Read(handle);
    }

    /// <summary>For each arrow between two folders what makes it: <c>Type -> Type</c>.</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => _uses;

    /// <summary>Types that no other assembly sees, with their namespace and folder.</summary>
    public IEnumerable<(string Name, string Namespace, string Folder)> InternalTypes =>
        from type in _folders
        let definition = _code.GetTypeDefinition(type.Key)
        where (definition.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NotPublic
        select (_code.GetString(definition.Name), _code.GetString(definition.Namespace), type.Value);

    /// <param name="assembly">What is compiled.</param>
    /// <param name="symbols">Its portable .pdb.</param>
    /// <param name="project">The name of the folder that the sources are in.</param>
    public static FolderGraph Of(Stream assembly, Stream symbols, string project)
    {
        PEReader file = new(assembly);
        using var reader = MetadataReaderProvider.FromPortablePdbStream(symbols);
        return new FolderGraph(file, reader.GetMetadataReader(), project);
    }

    public void Dispose() => _file.Dispose();

    /// <returns>The folders of a circle, the first one again at the end; empty if there is none.</returns>
    public IReadOnlyList<string> Circle()
    {
        HashSet<string> done = [];
        return _uses.Keys.Select(x => x.From).Distinct().Select(x => From(x, [])).FirstOrDefault(x => x.Length > 0) ?? [];

        string[] From(string folder, ImmutableArray<string> path)
        {
            if (path.IndexOf(folder) is var start and >= 0) return [.. path[start..], folder];
            if (done.Contains(folder)) return [];
            var found = _uses.Keys.Where(x => x.From == folder).Select(x => From(x.To, path.Add(folder))).FirstOrDefault(x => x.Length > 0) ?? [];
            done.Add(folder);
            return found;
        }
    }

    /// <returns>Each arrow of a path with what makes it, one a line.</returns>
    public string Explain(IReadOnlyList<string> path) =>
        string.Join('\n', path.Zip(path.Skip(1), (from, to) => $"{from} -> {to}: {string.Join(", ", _uses[(from, to)])}"));

    private string? FolderOf(MetadataReader symbols, TypeDefinitionHandle handle, string project)
    {
        var type = _code.GetTypeDefinition(handle);
        var methods = type.GetMethods().Select(x => symbols.GetMethodDebugInformation(x.ToDebugInformationHandle()))
            .SelectMany(x => x.Document.IsNil ? x.GetSequencePoints().Select(point => point.Document) : [x.Document]);
        var documents = symbols.GetCustomDebugInformation(handle).Select(symbols.GetCustomDebugInformation)
            .Where(x => symbols.GetGuid(x.Kind) == s_typeDocuments)
            .Select(x => MetadataTokens.DocumentHandle(symbols.GetBlobReader(x.Value).ReadCompressedInteger()));
        var folder = methods.Concat(documents).Where(x => !x.IsNil).Select(x => symbols.GetString(symbols.GetDocument(x).Name).Replace('\\', '/'))
            .Select(path => path.IndexOf(project, StringComparison.Ordinal) is var at and >= 0 ? path[(at + project.Length)..] : "obj/")
            .Select(path => path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? path[..slash] : ".")
            .FirstOrDefault(x => x != "obj");
        return folder ?? (type.GetDeclaringType() is { IsNil: false } outer ? FolderOf(symbols, outer, $"/{project.Trim('/')}/") : null);
    }

    private void Read(TypeDefinitionHandle handle)
    {
        var type = _code.GetTypeDefinition(handle);
        Collector found = new(this);
        found.Add(type.BaseType);
        foreach (var x in type.GetInterfaceImplementations()) found.Add(_code.GetInterfaceImplementation(x).Interface);
        foreach (var x in type.GetGenericParameters()) Constraints(x);
        foreach (var x in type.GetCustomAttributes()) Attribute(x);
        foreach (var x in type.GetProperties().SelectMany(x => _code.GetPropertyDefinition(x).GetCustomAttributes())) Attribute(x);
        foreach (var field in type.GetFields().Select(_code.GetFieldDefinition))
        {
            field.DecodeSignature(found, null);
            foreach (var x in field.GetCustomAttributes()) Attribute(x);
        }

        foreach (var method in type.GetMethods().Select(_code.GetMethodDefinition))
        {
            method.DecodeSignature(found, null);
            foreach (var x in method.GetGenericParameters()) Constraints(x);
            foreach (var x in method.GetCustomAttributes()) Attribute(x);
            if (method.RelativeVirtualAddress != 0) Body(_file.GetMethodBody(method.RelativeVirtualAddress), found);
        }

        if (!_folders.TryGetValue(handle, out var from)) return;
        foreach (var used in found.Types.Where(_folders.ContainsKey))
        {
            if (_folders[used] is var to && to == from) continue;
            if (!_uses.TryGetValue((from, to), out var all)) _uses[(from, to)] = all = [];
            all.Add($"{NameOf(handle)} -> {NameOf(used)}");
        }

        void Attribute(CustomAttributeHandle attribute) => found.Add(_code.GetCustomAttribute(attribute).Constructor);

        void Constraints(GenericParameterHandle parameter)
        {
            foreach (var x in _code.GetGenericParameter(parameter).GetConstraints()) found.Add(_code.GetGenericParameterConstraint(x).Type);
        }
    }

    private void Body(MethodBodyBlock body, Collector found)
    {
        if (!body.LocalSignature.IsNil) _code.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(found, null);
        foreach (var region in body.ExceptionRegions) found.Add(region.CatchType);
        var il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            var first = il.ReadByte();
            switch (s_codes[first == 0xFE ? (short)(0xFE00 | il.ReadByte()) : first].OperandType)
            {
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: il.ReadByte(); break;
                case OperandType.InlineVar: il.ReadInt16(); break;
                case OperandType.InlineI8 or OperandType.InlineR: il.ReadInt64(); break;
                case OperandType.InlineSwitch: il.ReadBytes(4 * il.ReadInt32()); break;
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType: found.Add(MetadataTokens.EntityHandle(il.ReadInt32())); break;
                default: il.ReadInt32(); break;
            }
        }
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = _code.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? NameOf(outer) : _code.GetString(type.Name).Split('`')[0];
    }

    /// <summary>Gathers the assembly's own types that handles and signatures name.</summary>
    private sealed class Collector(FolderGraph graph) : ISignatureTypeProvider<bool, object?>
    {
        public HashSet<TypeDefinitionHandle> Types { get; } = [];

        public void Add(EntityHandle handle)
        {
            if (handle.IsNil) return;
            var code = graph._code;
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition: Types.Add((TypeDefinitionHandle)handle); break;
                case HandleKind.TypeSpecification: code.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null); break;
                case HandleKind.MethodDefinition: Types.Add(code.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()); break;
                case HandleKind.FieldDefinition: Types.Add(code.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()); break;
                case HandleKind.MemberReference:
                    var member = code.GetMemberReference((MemberReferenceHandle)handle);
                    Add(member.Parent);
                    if (member.GetKind() == MemberReferenceKind.Method) member.DecodeMethodSignature(this, null);
                    else member.DecodeFieldSignature(this, null);
                    break;
                case HandleKind.MethodSpecification:
                    var method = code.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Add(method.Method);
                    method.DecodeSignature(this, null);
                    break;
            }
        }

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Types.Add(handle);

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => false;

        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            Add(handle);
            return false;
        }

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => false;

        public bool GetGenericMethodParameter(object? genericContext, int index) => false;

        public bool GetGenericTypeParameter(object? genericContext, int index) => false;

        public bool GetSZArrayType(bool elementType) => false;

        public bool GetArrayType(bool elementType, ArrayShape shape) => false;

        public bool GetByReferenceType(bool elementType) => false;

        public bool GetPointerType(bool elementType) => false;

        public bool GetPinnedType(bool elementType) => false;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => false;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;
    }
}
