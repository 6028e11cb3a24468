namespace GenAIOps.Evaluators.Judges;

/// <summary>What a judge may be shown of a row and its answer.</summary>
[Flags]
public enum JudgeInputs
{
    None = 0,

    /// <summary>The user's last message, and what was pasted with it.</summary>
    Query = 1,

    /// <summary>The answer's words.</summary>
    Response = 2,

    /// <summary>The passages that the agent answered from; where it names none, the row's own.</summary>
    Context = 4,

    /// <summary>The row's right answer.</summary>
    GroundTruth = 8,

    /// <summary>What was said before the query, system messages included.</summary>
    History = 16,

    /// <summary>The tools that the agent may call, and the calls that it made.</summary>
    Tools = 32,
}
