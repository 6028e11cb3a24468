using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Makes the environments what they are described to be.</summary>
internal static class ProvisionStage
{
    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var name in Session.EnvironmentNames)
        {
            BuildExtras.Progress(name);
            changed += (await session.EnvironmentAsync(name, cancellationToken)).Changed.Count;
        }

        if (changed == 0)
        {
            BuildExtras.MarkCached("every resource is as described");
        }

        session.Report("Resources", changed == 0 ? "all as described" : $"{changed} created or changed");
    }
}
