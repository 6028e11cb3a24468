namespace GenAIOps.Evaluators.Text;

/// <param name="Distance">Edits.</param>
/// <param name="Aligned">For each word of the reference, the word of the answer that it stands beside; -1 before the first.</param>
/// <param name="AnswerErrors">Words of the answer that are no match.</param>
/// <param name="ReferenceErrors">Words of the reference that are no match.</param>
internal sealed record EditAlignment(int Distance, int[] Aligned, bool[] AnswerErrors, bool[] ReferenceErrors);
