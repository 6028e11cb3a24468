using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Reports;

/// <summary>How a row ended, as reports spell it.</summary>
internal static class StatusText
{
    public static string Of(RowStatus status) => status switch
    {
        RowStatus.Passed => "passed",
        RowStatus.Failed => "failed",
        RowStatus.Errored => "errored",
        _ => "skipped",
    };

    public static RowStatus? Parse(string? text) => text switch
    {
        "passed" => RowStatus.Passed,
        "failed" => RowStatus.Failed,
        "errored" => RowStatus.Errored,
        "skipped" => RowStatus.Skipped,
        _ => null,
    };
}
