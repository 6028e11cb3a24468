namespace GenAIOps.Infrastructure;

/// <summary>Resources that are there already and are used as they are, each by its resource id. Null: the pipeline makes its own.</summary>
public sealed record ExistingResources
{
    /// <summary>The Foundry account. Left out where <see cref="Project"/> is given: then it is the project's.</summary>
    public string? Account { get; init; }

    /// <summary>The Foundry project.</summary>
    public string? Project { get; init; }

    /// <summary>The Container Apps environment.</summary>
    public string? ContainerEnvironment { get; init; }

    /// <summary>The subnet that a Container Apps environment of ours is put into. Null: <see cref="AgentEnvironment.Network"/>, else a network of Azure's.</summary>
    public string? Subnet { get; init; }

    /// <summary>The Log Analytics workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>The Application Insights component.</summary>
    public string? ApplicationInsights { get; init; }

    public string? KeyVault { get; init; }

    /// <summary>The storage account.</summary>
    public string? Storage { get; init; }

    internal string? AccountOf => Account ?? ArmId.TryParse(Project)?.Parent;

    internal IEnumerable<string> Problems()
    {
        (string Name, string? Id, string Type)[] all =
        [
            (nameof(Account), Account, AgentResources.AccountType), (nameof(Project), Project, AgentResources.ProjectType), (nameof(ContainerEnvironment), ContainerEnvironment, AgentResources.ContainerEnvironmentType),
            (nameof(Subnet), Subnet, AgentResources.SubnetType), (nameof(Workspace), Workspace, AgentResources.WorkspaceType), (nameof(ApplicationInsights), ApplicationInsights, AgentResources.ComponentType),
            (nameof(KeyVault), KeyVault, AgentResources.VaultType), (nameof(Storage), Storage, AgentResources.StorageType),
        ];
        foreach (var (name, id, type) in all.Where(entry => entry.Id is not null))
        {
            if (Problem($"Existing.{name}", id!, type) is { } problem) yield return problem;
        }

        if (Account is not null && Project is not null && !string.Equals(ArmId.TryParse(Project)?.Parent, Account, StringComparison.OrdinalIgnoreCase))
            yield return $"Existing.Account: '{Account}' is not the account of Existing.Project '{Project}'; leave it out, or name the one that the project is in.";
    }

    internal static string? Problem(string name, string id, string type) => ArmId.TryParse(id) is not { } parsed
        ? $"{name}: '{id}' is no resource id; it must be /subscriptions/<guid>/resourceGroups/<group>/providers/{type}/<name>."
        : parsed.Type.Equals(type, StringComparison.OrdinalIgnoreCase) ? null
        : $"{name}: '{id}' is a {parsed.Type}, and must be a {type}.";
}
