using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of a command of <c>dotnet</c>.</summary>
public abstract class DotNetOptions : ToolOptions
{
    private protected DotNetOptions(string command)
        : base(command)
    {
    }

    internal override string DefaultToolPath => DotNetTasks.DotNetPath;
}
