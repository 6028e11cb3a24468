using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Pipeline;

/// <summary>How the build ends. The same numbers stand in docs/exit-codes.md.</summary>
public static class ExitCodes
{
    /// <summary>Everything asked for was done.</summary>
    public const int Success = 0;

    /// <summary>A target failed: a compile error, a failing test, a deployment that did not become ready.</summary>
    public const int TargetFailed = 1;

    /// <summary>A parameter, file or configuration is wrong; nothing was run, or nothing was changed.</summary>
    public const int BadInput = 2;

    /// <summary>The gate refused: evidence or the approval is missing.</summary>
    public const int GateRefused = 3;

    /// <summary>The evaluation's verdict is Worse.</summary>
    public const int VerdictWorse = 4;

    /// <summary>Another build runs in this folder.</summary>
    public const int BuildRunning = 5;

    /// <summary>The cloud or the emulator cannot be used: port taken, unreachable, corrupt state, disk full.</summary>
    public const int CloudUnusable = 6;

    /// <summary>The release failed at work and was rolled back; the former revision serves.</summary>
    public const int RolledBack = 7;

    /// <summary>The evaluation's verdict is TooFewCases: the rows do not suffice to tell.</summary>
    public const int TooFewCases = 8;

    /// <summary>The evaluation's verdict is CouldNotRun: too many rows have no result.</summary>
    public const int CouldNotRun = 9;

    /// <summary>Cancelled with Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;

    /// <summary>Of a verdict.</summary>
    internal static int Of(VerdictKind verdict) => verdict switch
    {
        VerdictKind.Better or VerdictKind.NotWorse => Success,
        VerdictKind.TooFewCases => TooFewCases,
        VerdictKind.CouldNotRun => CouldNotRun,
        _ => VerdictWorse,
    };
}
