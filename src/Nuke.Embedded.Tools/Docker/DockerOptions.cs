using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of a command of <c>docker</c>.</summary>
public abstract class DockerOptions : ToolOptions
{
    private protected DockerOptions(string command)
        : base(command)
    {
    }

    internal override string DefaultToolPath => DockerTasks.DockerPath;
}
