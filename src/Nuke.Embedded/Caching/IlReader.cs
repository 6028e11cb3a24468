using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Nuke.Common.Caching;

/// <summary>Takes a method's code apart (ECMA-335 III.1.2.1).</summary>
internal static class IlReader
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(x => (OpCode)x.GetValue(null)!).ToDictionary(x => x.Value);

    /// <returns>Each instruction, with its operand: a member, a text, or raw bytes.</returns>
    public static IEnumerable<(OpCode Code, object Operand)> Read(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var types = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < bytes.Length;)
        {
            var value = bytes[i] == 0xFE ? (short)(0xFE00 | bytes[i + 1]) : bytes[i];
            var code = s_codes[value];
            i += code.Size;
            var length = Length(code.OperandType, bytes.AsSpan(i));
            yield return (code, Operand(method.Module, code.OperandType, bytes.AsSpan(i, length), types, arguments));
            i += length;
        }
    }

    private static object Operand(Module module, OperandType type, ReadOnlySpan<byte> bytes, Type[]? types, Type[]? arguments) => type switch
    {
        OperandType.InlineString => module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType =>
            module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(bytes), types, arguments)!,
        _ => bytes.ToArray(),
    };

    private static int Length(OperandType type, ReadOnlySpan<byte> rest) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };
}
