namespace Nuke.Common.CI;

/// <summary>
/// A build server that sets <c>CI</c> and is none of those known (CircleCI, Buildkite, Drone, …). It has no commands that are known, but it is no
/// developer's machine: <see cref="NukeBuild.IsServerBuild"/> is true, and nobody is there to be asked. NUKE takes it for a terminal.
/// </summary>
public sealed class UnknownBuildServer : Host, IBuildServer
{
    internal UnknownBuildServer(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    string? IBuildServer.Branch => null;
    string? IBuildServer.Commit => null;
}
