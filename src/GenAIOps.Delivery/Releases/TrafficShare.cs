namespace GenAIOps.Delivery.Releases;

/// <summary>A share of the traffic.</summary>
/// <param name="Revision">Null: whichever revision was made last, as soon as it is ready.</param>
/// <param name="Percent">Whole percent, 0 to 100; all shares add up to 100.</param>
/// <param name="Label">Gives the revision an address of its own; unique among the shares.</param>
public sealed record TrafficShare(string? Revision, int Percent, string? Label = null);
