namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary>Who is asked.</summary>
/// <param name="Kind"><c>agent</c>, <c>model</c> or <c>endpoint</c>.</param>
/// <param name="Name">Of the agent or the deployment; empty for an endpoint that names none.</param>
/// <param name="Version">Of the agent; null: the newest.</param>
/// <param name="Endpoint">Where it is asked; null where the project's is meant.</param>
public sealed record EvaluationTarget(string Kind, string Name, string? Version, Uri? Endpoint)
{
    /// <summary>Reads <c>name</c>, <c>name:version</c>, <c>model:deployment</c>, or an address; of an address in Foundry (<c>…/agents/name/versions/version</c>) the agent too.</summary>
    public static EvaluationTarget Parse(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(target, UriKind.Absolute, out var address))
        {
            var segments = address.Segments.Select(segment => Uri.UnescapeDataString(segment.Trim('/'))).ToList();
            return new EvaluationTarget("endpoint", After("agents") ?? "", After("versions"), address);

            string? After(string name) => segments.IndexOf(name) is var at and >= 0 && at + 1 < segments.Count && segments[at + 1].Length > 0 ? segments[at + 1] : null;
        }

        if (target.StartsWith("model:", StringComparison.Ordinal)) return new EvaluationTarget("model", target["model:".Length..], null, null);
        var colon = target.LastIndexOf(':');
        return colon < 0 ? new EvaluationTarget("agent", target, null, null) : new EvaluationTarget("agent", target[..colon], target[(colon + 1)..], null);
    }
}
