using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.CI;

/// <summary>The build server that the build runs on, if it is of the member's type; else null: <c>[CI] readonly GitHubActions GitHubActions;</c>.</summary>
public class CIAttribute : ValueInjectionAttributeBase
{
    public override object? GetValue(MemberInfo member, object instance) =>
        typeof(Host).IsAssignableFrom(Parameter.TypeOf(member))
            ? Parameter.TypeOf(member).IsInstanceOfType(((INukeBuild)instance).Host) ? ((INukeBuild)instance).Host : null
            : throw new InvalidOperationException($"the member is a {Parameter.TypeOf(member).Name}, which is no build server");
}
