using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Nuke.Embedded.Tests.Contract;

/// <summary>
/// What a compiled assembly refers to of the engine: <c>Namespace.Type</c>, <c>Namespace.Type.Property</c>, <c>Namespace.Type.Method(Types, OfParameters)</c>.
/// </summary>
internal static class EngineReferences
{
    private static readonly string[] s_engine = ["Nuke.Embedded", "Nuke.Embedded.Tools"];

    public static IReadOnlySet<string> Of(string assembly)
    {
        using var file = File.OpenRead(assembly);
        using PEReader pe = new(file);
        var reader = pe.GetMetadataReader();
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (var handle in reader.TypeReferences)
        {
            if (NameOf(reader, handle) is { } type) found.Add(type);
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            var name = reader.GetString(member.Name);
            if (TypeOf(reader, member.Parent) is not { } type || name is ".ctor" or "Invoke") continue;
            found.Add($"{type}.{name}" switch
            {
                _ when member.GetKind() == MemberReferenceKind.Field => $"{type}.{name}",
                _ when name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) => $"{type}.{name[4..]}",
                var method => $"{method}({string.Join(", ", member.DecodeMethodSignature(new SignatureText(), null).ParameterTypes)})",
            });
        }

        return found;
    }

    private static string? TypeOf(MetadataReader reader, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference:
                return NameOf(reader, (TypeReferenceHandle)parent);
            case HandleKind.TypeSpecification:
                // A generic type: its signature is "generic instance, class or value type, definition, arguments".
                var signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
                if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
                signature.ReadCompressedInteger();
                return signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } definition ? NameOf(reader, (TypeReferenceHandle)definition) : null;
            default:
                return null;
        }
    }

    /// <returns>null if the type is not the engine's.</returns>
    private static string? NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name).Split('`')[0];
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => NameOf(reader, (TypeReferenceHandle)type.ResolutionScope) is { } outer ? $"{outer}.{name}" : null,
            HandleKind.AssemblyReference when s_engine.Contains(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)) =>
                $"{reader.GetString(type.Namespace)}.{name}",
            _ => null,
        };
    }
}
