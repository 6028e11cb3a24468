namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>A rule of the lexicon.</summary>
/// <param name="Category">What it is a sign of.</param>
/// <param name="Severity">1 to 7; Azure's levels are 2 (low), 4 (medium) and 6 (high).</param>
/// <param name="Pattern">A regular expression without lookarounds and backreferences; case does not count.</param>
public sealed record HarmRule(HarmCategory Category, int Severity, string Pattern);
