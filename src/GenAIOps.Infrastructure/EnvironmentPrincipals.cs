namespace GenAIOps.Infrastructure;

/// <summary>Who works in an environment, each by the object id that the directory gives; null or empty: an administrator sees to their roles.</summary>
public sealed record EnvironmentPrincipals
{
    /// <summary>Deploys: makes revisions and agent versions, attaches evidence, registers alerts.</summary>
    public string? Deployer { get; init; }

    /// <summary>Evaluates: calls models and agents and keeps data sets. Null: the deployer does it.</summary>
    public string? Evaluator { get; init; }

    /// <summary>Approve: read what is known of an image, and attach their decision.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>Work in other environments, and may see what is live in this one.</summary>
    public IReadOnlyList<string> LiveReaders { get; init; } = [];

    internal IEnumerable<string> Problems()
    {
        (string Name, string? Id)[] all =
        [
            (nameof(Deployer), Deployer), (nameof(Evaluator), Evaluator),
            .. Approvers.Select(id => (nameof(Approvers), (string?)id)),
            .. LiveReaders.Select(id => (nameof(LiveReaders), (string?)id)),
        ];
        return all.Where(entry => entry.Id is not null && !Guid.TryParse(entry.Id, out _))
            .Select(entry => $"{entry.Name}: '{entry.Id}' must be a GUID: the object id, not the client id or a name.");
    }
}
