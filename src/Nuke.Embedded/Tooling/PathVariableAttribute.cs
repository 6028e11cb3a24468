using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Tooling;

/// <summary>A tool from <c>NAME_EXE</c> or from PATH: <c>[PathVariable] readonly Tool Docker;</c>. Without a name, the member's in lower case.</summary>
[SuppressMessage("Globalization", "CA1308", Justification = "Executables are named in lower case.")]
public class PathVariableAttribute(string? name = null) : ValueInjectionAttributeBase
{
    public override object? GetValue(MemberInfo member, object instance) =>
        ToolResolver.GetEnvironmentOrPathTool(name ?? member.Name.TrimStart('_').ToLowerInvariant());
}
