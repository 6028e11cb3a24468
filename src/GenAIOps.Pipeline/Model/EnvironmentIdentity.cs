namespace GenAIOps.Pipeline;

/// <summary>Who works in an environment: a managed identity or an application that the CI job signs in as. It has no right elsewhere.</summary>
/// <param name="ClientId">A GUID: the application's.</param>
/// <param name="ObjectId">A GUID: the service principal's, by which roles are assigned. Null: on the emulator it is found out; in Azure <c>Provision</c> says that it assigns no roles.</param>
public sealed record EnvironmentIdentity(string ClientId, string? ObjectId = null)
{
    internal IEnumerable<string> Problems(string name)
    {
        if (!Guid.TryParse(ClientId, out _)) yield return $"{name}.ClientId: '{ClientId}' must be a GUID.";
        if (ObjectId is not null && !Guid.TryParse(ObjectId, out _)) yield return $"{name}.ObjectId: '{ObjectId}' must be a GUID: the service principal's object id.";
    }
}
