using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Tooling;

/// <summary>A tool of the repository: <c>[LocalPath("./gradlew")] readonly Tool Gradle;</c>.</summary>
/// <param name="absoluteOrRelativePath">From the root directory.</param>
public class LocalPathAttribute(string absoluteOrRelativePath) : ValueInjectionAttributeBase
{
    public LocalPathAttribute(string windowsPath, string unixPath)
        : this(EnvironmentInfo.IsWin ? windowsPath : unixPath)
    {
    }

    public override object? GetValue(MemberInfo member, object instance) =>
        ToolResolver.GetTool(Path.GetFullPath(absoluteOrRelativePath, ((INukeBuild)instance).RootDirectory));
}
