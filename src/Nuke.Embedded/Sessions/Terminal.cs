namespace Nuke.Common.Execution;

/// <summary>A developer's machine: any host that is not a build server.</summary>
public sealed class Terminal : Host
{
    internal Terminal()
        : base(new Dictionary<string, string>())
    {
    }
}
