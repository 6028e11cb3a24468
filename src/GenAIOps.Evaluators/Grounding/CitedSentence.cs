namespace GenAIOps.Evaluators.Grounding;

/// <param name="Text">Without citations.</param>
/// <param name="Citations">Ids in square brackets that belong to the sentence, within it or right after it.</param>
internal sealed record CitedSentence(string Text, IReadOnlyList<string> Citations);
