namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>How much of a prompt a text gives away.</summary>
/// <param name="Share">Of the prompt's runs of <see cref="PromptLeakDetector.ShareWords"/> words, in [0, 1].</param>
/// <param name="Passage">Words of the prompt, or a canary token, that the text repeats; null where it repeats too little to tell.</param>
/// <param name="IsEncoded">Whether the passage had to be decoded.</param>
public readonly record struct PromptLeak(double Share, string? Passage, bool IsEncoded)
{
    public bool IsLeak => Passage is not null || Share >= PromptLeakDetector.ShareThreshold;
}
