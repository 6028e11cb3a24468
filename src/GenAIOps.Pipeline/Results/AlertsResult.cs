namespace GenAIOps.Pipeline;

/// <summary>Alert rules that <c>RegisterAlerts</c> rehearsed and registered.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Environment">Its name.</param>
/// <param name="Rules">All.</param>
/// <param name="Changed">Of these, new or changed.</param>
/// <param name="Firing">Of these, firing now.</param>
public sealed record AlertsResult(string Agent, string Environment, int Rules, int Changed, int Firing);
