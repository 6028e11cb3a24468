using GenAIOps.Pipeline.Context;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Locks an agent's sets as they are now.</summary>
internal static class LockStage
{
    public static Task RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (sets, file) = context.Datasets.Lock();
        context.Report("Locked", $"{string.Join(", ", sets.Select(set => $"{Path.GetFileName(set.Path)}: {set.Count} rows"))}; commit {Path.GetRelativePath(context.Root, file)}");
        return Task.CompletedTask;
    }
}
