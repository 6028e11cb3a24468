namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>What a run does next.</summary>
/// <param name="Send">To be sent now.</param>
/// <param name="Reserved">Tokens set aside for it.</param>
/// <param name="Wait">Nothing can be sent before this has passed or something came back; null: only the latter.</param>
/// <param name="IsOver">Nothing is left.</param>
internal readonly record struct Step(Work? Send, double Reserved, TimeSpan? Wait, bool IsOver);
