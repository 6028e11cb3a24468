using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace GenAIOps.Tests.Architecture;

/// <summary>
/// The folders of a project as its compiled assembly and its portable PDB show them: which file each top-level type is in, and which folder uses which, by
/// base types, signatures, attributes and method bodies. Constants and <c>nameof</c> leave no trace in an assembly and are not seen.
/// </summary>
internal sealed class CompiledFolders
{
    /// <summary>The file of a declared type, relative to the project, with slashes.</summary>
    public sealed record Declared(string Namespace, string Name, string File, bool IsEnum, bool IsPublic)
    {
        public string Folder => Path.GetDirectoryName(File)!.Replace('\\', '/');
        public string Room => Folder.Split('/')[0];
    }

    /// <summary>A type in one first-level folder uses a type in another.</summary>
    public sealed record Arrow(Declared User, Declared Used);

    private readonly string _project;
    private readonly MetadataReader _metadata;
    private readonly Dictionary<TypeDefinitionHandle, Declared> _types = [];
    private readonly HashSet<Arrow> _arrows = [];

    /// <param name="assembly">Its PDB is beside it, and its project's folder has its name.</param>
    public CompiledFolders(Assembly assembly)
        : this(assembly.GetName().Name!, File.OpenRead(assembly.Location), File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")))
    {
    }

    /// <param name="project">The name of its folder.</param>
    /// <param name="assembly">The compiled project.</param>
    /// <param name="pdb">Its portable PDB.</param>
    public CompiledFolders(string project, Stream assembly, Stream pdb)
    {
        _project = project;
        using PEReader image = new(assembly, PEStreamOptions.PrefetchEntireImage);
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(pdb);
        _metadata = image.GetMetadataReader();
        ReadFiles(symbols.GetMetadataReader());
        foreach (var type in _metadata.TypeDefinitions) ReadUses(image, type);
    }

    public IEnumerable<Declared> Types => _types.Values;

    public IEnumerable<Arrow> Arrows => _arrows;

    /// <summary>Each arrow between first-level folders that reach one another, one a line; empty where no folder comes back to itself.</summary>
    public IReadOnlyList<string> Circles()
    {
        var next = _arrows.ToLookup(arrow => arrow.User.Room, arrow => arrow.Used.Room);
        HashSet<string> Reached(string room)
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>([room]);
            while (open.TryPop(out var at)) foreach (var to in next[at]) if (seen.Add(to)) open.Push(to);
            return seen;
        }
        var reach = _types.Values.Select(type => type.Room).Distinct().ToDictionary(room => room, Reached);
        return [.. _arrows.Where(arrow => reach[arrow.Used.Room].Contains(arrow.User.Room))
            .Select(arrow => $"{arrow.User.Room} -> {arrow.Used.Room}: {arrow.User.Name} uses {arrow.Used.Name}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The types whose namespace is not the project's name and their folder.</summary>
    public IReadOnlyList<string> Astray() =>
        [.. _types.Values.Where(type => type.Namespace != $"{_project}.{type.Folder.Replace('/', '.')}".TrimEnd('.')).Select(type => $"{type.Namespace}.{type.Name} is in {type.File}").Order(StringComparer.Ordinal)];

    /// <summary>The types, other than enums, whose file has another name. A file <c>Type.Part.cs</c> has the type's.</summary>
    public IReadOnlyList<string> Misfiled() =>
        [.. _types.Values.Where(type => !type.IsEnum && Path.GetFileName(type.File).Split('.')[0] != type.Name).Select(type => $"{type.Name} is in {type.File}").Order(StringComparer.Ordinal)];

    /// <summary>Fails with the whole list.</summary>
    public static void None(string what, IReadOnlyList<string> found) => Assert.True(found.Count == 0, $"{what}\n{string.Join('\n', found)}");

    private void ReadFiles(MetadataReader symbols)
    {
        var documents = symbols.MethodDebugInformation.Select(each => (symbols.GetMethodDebugInformation(each).Document, Type: _metadata.GetMethodDefinition(each.ToDefinitionHandle()).GetDeclaringType()))
            .Concat(symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation).Where(each => symbols.GetGuid(each.Kind) == s_typeDocuments)
                .Select(each => (Document: MetadataTokens.DocumentHandle(symbols.GetBlobReader(each.Value).ReadCompressedInteger()), Type: (TypeDefinitionHandle)each.Parent)));
        foreach (var (document, type) in documents)
        {
            if (document.IsNil) continue;
            var path = symbols.GetString(symbols.GetDocument(document).Name).Replace('\\', '/');
            var at = path.IndexOf($"/{_project}/", StringComparison.Ordinal);
            var top = Top(type);
            if (at < 0 || path.Contains("/obj/", StringComparison.Ordinal) || _types.ContainsKey(top)) continue;
            var definition = _metadata.GetTypeDefinition(top);
            _types[top] = new Declared(_metadata.GetString(definition.Namespace), _metadata.GetString(definition.Name).Split('`')[0], path[(at + _project.Length + 2)..], IsEnum(definition), (definition.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
        }
    }

    private bool IsEnum(TypeDefinition type) =>
        type.BaseType is { IsNil: false, Kind: HandleKind.TypeReference } parent && _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)parent).Name) == nameof(Enum);

    /// <summary>"Type definition documents" of portable PDBs: the file of a type that has no code.</summary>
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private TypeDefinitionHandle Top(TypeDefinitionHandle type)
    {
        while (_metadata.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } outer) type = outer;
        return type;
    }

    private void ReadUses(PEReader image, TypeDefinitionHandle handle)
    {
        if (!_types.TryGetValue(Top(handle), out var user)) return;
        var uses = new Uses(_metadata);
        var type = _metadata.GetTypeDefinition(handle);
        uses.Add(type.BaseType);
        foreach (var each in type.GetInterfaceImplementations()) uses.Add(_metadata.GetInterfaceImplementation(each).Interface);
        uses.AddAttributes(type.GetCustomAttributes());
        uses.AddConstraints(type.GetGenericParameters());
        foreach (var each in type.GetProperties()) uses.AddAttributes(_metadata.GetPropertyDefinition(each).GetCustomAttributes());
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(uses, null);
            uses.AddAttributes(field.GetCustomAttributes());
        }
        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            method.DecodeSignature(uses, null);
            uses.AddAttributes(method.GetCustomAttributes());
            uses.AddConstraints(method.GetGenericParameters());
            if (method.RelativeVirtualAddress != 0) uses.Add(image.GetMethodBody(method.RelativeVirtualAddress));
        }
        foreach (var each in uses.Found)
        {
            if (_types.TryGetValue(Top(each), out var used) && used.Room != user.Room) _arrows.Add(new Arrow(user, used));
        }
    }

    /// <summary>Collects the types of the assembly itself that tokens and signatures name.</summary>
    private sealed class Uses(MetadataReader metadata) : ISignatureTypeProvider<int, object?>
    {
        private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

        public HashSet<TypeDefinitionHandle> Found { get; } = [];

        public void Add(EntityHandle token)
        {
            switch (token.Kind)
            {
                case HandleKind.TypeDefinition: Found.Add((TypeDefinitionHandle)token); break;
                case HandleKind.TypeSpecification: metadata.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(this, null); break;
                case HandleKind.FieldDefinition: Add(metadata.GetFieldDefinition((FieldDefinitionHandle)token).GetDeclaringType()); break;
                case HandleKind.MethodDefinition: Add(metadata.GetMethodDefinition((MethodDefinitionHandle)token).GetDeclaringType()); break;
                case HandleKind.MemberReference: Add(metadata.GetMemberReference((MemberReferenceHandle)token).Parent); break;
                case HandleKind.MethodSpecification:
                    var method = metadata.GetMethodSpecification((MethodSpecificationHandle)token);
                    Add(method.Method);
                    method.DecodeSignature(this, null);
                    break;
            }
        }

        public void Add(MethodBodyBlock body)
        {
            if (!body.LocalSignature.IsNil) metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, null);
            foreach (var region in body.ExceptionRegions) if (!region.CatchType.IsNil) Add(region.CatchType);
            var code = body.GetILReader();
            while (code.RemainingBytes > 0)
            {
                int value = code.ReadByte();
                var operand = s_codes[value == 0xFE ? 0xFE00 | code.ReadByte() : value].OperandType;
                if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok) Add((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                else Skip(ref code, operand);
            }
        }

        private static void Skip(ref BlobReader code, OperandType operand)
        {
            var bytes = operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 * code.ReadInt32(),
                _ => 4,
            };
            code.Offset += bytes;
        }

        /// <summary>The attribute's own type, and types that its arguments name.</summary>
        public void AddAttributes(CustomAttributeHandleCollection attributes)
        {
            foreach (var attribute in attributes.Select(metadata.GetCustomAttribute))
            {
                Add(attribute.Constructor);
                foreach (Match name in Regex.Matches(Encoding.UTF8.GetString(metadata.GetBlobBytes(attribute.Value)), @"[A-Z]\w*(\.\w+)+"))
                {
                    var named = metadata.TypeDefinitions.FirstOrDefault(each => metadata.GetTypeDefinition(each) is var type && $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}" == name.Value);
                    if (!named.IsNil) Found.Add(named);
                }
            }
        }

        public void AddConstraints(GenericParameterHandleCollection parameters)
        {
            foreach (var constraint in parameters.SelectMany(each => metadata.GetGenericParameter(each).GetConstraints())) Add(metadata.GetGenericParameterConstraint(constraint).Type);
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Found.Add(handle) ? 1 : 0;
        public int GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, context);
        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;
        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;
        public int GetArrayType(int elementType, ArrayShape shape) => 0;
        public int GetSZArrayType(int elementType) => 0;
        public int GetByReferenceType(int elementType) => 0;
        public int GetPointerType(int elementType) => 0;
        public int GetPinnedType(int elementType) => 0;
        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;
        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;
        public int GetGenericMethodParameter(object? context, int index) => 0;
        public int GetGenericTypeParameter(object? context, int index) => 0;
        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;
    }
}
