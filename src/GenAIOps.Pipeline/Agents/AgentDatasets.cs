using System.Collections.Concurrent;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Datasets.Definitions;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Agents;

/// <summary>An agent's sets: of any format, or as another tool's definition names them; refused where they are not as they were locked. Each is read once in a build.</summary>
internal sealed class AgentDatasets(AgentDefinition agent)
{
    private const string Accept = "./build.sh LockDatasets";

    private readonly ConcurrentDictionary<AbsolutePath, Dataset> _sets = new();

    public Dataset Golden => Checked(agent.GoldenSet);

    public Dataset Safety => Checked(agent.SafetySet);

    /// <summary>The first questions of the golden set whose answer is known, in one turn.</summary>
    public IReadOnlyList<string> Questions =>
        [.. Golden.Rows().Where(row => row.Context.Length > 0 || (row.Article is null && row.GroundTruth.Length > 0)).Where(row => row.History.Count == 0).Take(20).Select(row => row.Query)];

    private string Folder => agent.GoldenSet.Parent;

    /// <summary>Refuses sets that are not as they were locked, before anything is deployed for them.</summary>
    public void Verify()
    {
        if (File.Exists(Path.Combine(Folder, DatasetLock.FileName))) DatasetLock.Verify(Folder, Accept, Set(agent.GoldenSet), Set(agent.SafetySet));
    }

    /// <summary>Writes the lock of both sets, as they are now.</summary>
    /// <returns>The sets, and the file that holds the lock.</returns>
    public (IReadOnlyList<Dataset> Sets, string File) Lock()
    {
        Dataset[] sets = [Set(agent.GoldenSet), Set(agent.SafetySet)];
        foreach (var difference in DatasetLock.Read(Folder)?.Differences(Folder, sets) ?? []) Log.Information("{Difference}", difference);
        DatasetLock.Of(Folder, sets).Write(Folder);
        return (sets, Path.Combine(Folder, DatasetLock.FileName));
    }

    private Dataset Checked(AbsolutePath path)
    {
        var set = Set(path);
        DatasetLock.Verify(Folder, Accept, set);
        return set;
    }

    private Dataset Set(AbsolutePath path) => _sets.GetOrAdd(path, Open);

    private static Dataset Open(AbsolutePath path)
    {
        if (!ImportedEvaluation.IsDefinition(path)) return DatasetReader.Open(path);
        var all = ImportedEvaluation.Read(path);
        return all.Count == 1
            ? all[0].OpenDataset()
            : throw new InvalidDataException($"{path} holds {all.Count} evaluations: {string.Join(", ", all.Select(one => one.Name))}. Nothing was asked. Name the file of the rows of one of them in AgentDefinition, or keep one evaluation in a file.");
    }
}
