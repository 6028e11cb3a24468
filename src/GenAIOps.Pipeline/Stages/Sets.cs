using GenAIOps.Evaluation.Datasets;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>The agent's sets: of any format, or as another tool's definition names them; refused where they are not as they were locked.</summary>
internal static class Sets
{
    private const string Accept = "./build.sh LockDatasets";

    public static Dataset Golden(Session session) => Checked(session, session.Agent.GoldenSet);

    public static Dataset Safety(Session session) => Checked(session, session.Agent.SafetySet);

    /// <summary>Refuses sets that are not as they were locked, before anything is deployed for them.</summary>
    public static void Verify(Session session)
    {
        if (File.Exists(Path.Combine(Folder(session), DatasetLock.FileName))) DatasetLock.Verify(Folder(session), Accept, session.Set(session.Agent.GoldenSet), session.Set(session.Agent.SafetySet));
    }

    /// <summary>Writes the lock of both sets, as they are now.</summary>
    public static Task LockAsync(Session session, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Dataset[] sets = [session.Set(session.Agent.GoldenSet), session.Set(session.Agent.SafetySet)];
        var folder = Folder(session);
        foreach (var difference in DatasetLock.Read(folder)?.Differences(folder, sets) ?? []) Log.Information("{Difference}", difference);
        DatasetLock.Of(folder, sets).Write(folder);
        session.Report("Locked", $"{string.Join(", ", sets.Select(set => $"{Path.GetFileName(set.Path)}: {set.Count} rows"))}; commit {Path.GetRelativePath(session.Root, Path.Combine(folder, DatasetLock.FileName))}");
        return Task.CompletedTask;
    }

    private static Dataset Checked(Session session, AbsolutePath path)
    {
        var set = session.Set(path);
        DatasetLock.Verify(Folder(session), Accept, set);
        return set;
    }

    /// <summary>Reads a set from end to end; <see cref="Session.Set"/> does it once in a build.</summary>
    public static Dataset Open(AbsolutePath path)
    {
        if (!ImportedEvaluation.IsDefinition(path)) return DatasetReader.Open(path);
        var all = ImportedEvaluation.Read(path);
        return all.Count == 1
            ? all[0].OpenDataset()
            : throw new InvalidDataException($"{path} holds {all.Count} evaluations: {string.Join(", ", all.Select(one => one.Name))}. Nothing was asked. Name the file of the rows of one of them in AgentDefinition, or keep one evaluation in a file.");
    }

    private static string Folder(Session session) => session.Agent.GoldenSet.Parent;
}
