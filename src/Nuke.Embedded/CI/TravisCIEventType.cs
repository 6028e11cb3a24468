using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.CI.TravisCI;

/// <summary>What triggered a build. Travis's and NUKE's names.</summary>
[SuppressMessage("Naming", "CA1707", Justification = "As in NUKE.")]
public enum TravisCIEventType
{
    push,
    pull_request,
    api,
    cron,
}
