using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>What an evaluation is kept as; never changed after it is made.</summary>
/// <param name="Items"><c>data_source_config</c> as it was sent.</param>
/// <param name="Criteria"><c>testing_criteria</c> as they were sent.</param>
internal sealed record Evaluation(string Id, string Project, DateTimeOffset CreatedAt, string Name, JsonObject Items, JsonArray Criteria, JsonObject? Metadata) : IStored
{
    public bool IsRedTeam => (string?)Items["scenario"] is "red_team";
}

internal enum RunStatus
{
    Queued,
    InProgress,
    Completed,
    Failed,
    Canceled,
}

/// <summary>A run of an evaluation.</summary>
/// <param name="Source"><c>data_source</c> as it was sent.</param>
/// <param name="Problem">Why the run failed; null otherwise.</param>
/// <param name="Output">The output items; empty until the run is over.</param>
internal sealed record EvaluationRun(string Id, string EvaluationId, string Project, DateTimeOffset CreatedAt, string Name, JsonObject Source, RunStatus Status,
    string? Problem, JsonArray Output) : IStored
{
    public bool IsOver => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Canceled;
}

/// <summary>What a red team attacks for.</summary>
/// <param name="Id">As runs name it.</param>
/// <param name="Version">Counts up with each PUT.</param>
internal sealed record Taxonomy(string Id, string Project, DateTimeOffset CreatedAt, string Name, int Version, JsonObject Input) : IStored;

/// <summary>Something of a project that is one file of the state.</summary>
internal interface IStored
{
    string Id { get; }
    string Project { get; }
    DateTimeOffset CreatedAt { get; }
}
