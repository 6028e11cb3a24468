using System.Text.Json.Nodes;
using GenAIOps.Azure;

namespace GenAIOps.Infrastructure;

/// <summary>Who may do what in an environment, by least privilege: apps change nothing, nobody has a right outside but to read the registry and what is live.</summary>
internal static class AgentRoles
{
    public static IEnumerable<AgentResource> Of(AgentEnvironment environment)
    {
        var roles = new Roles(environment);
        return [.. Agents(environment, roles), .. People(environment, roles)];
    }

    private static IEnumerable<AgentResource> Agents(AgentEnvironment environment, Roles roles)
    {
        foreach (var agent in environment.AllAgents)
        {
            string App(IValues values) => values.Read(AgentResources.IdentityOf(agent), "properties.principalId");
            var prefix = agent == environment.Workload ? "app" : $"app-{agent}";
            yield return roles.On(AgentResources.Registry, $"{prefix}-pulls", BuiltInRole.AcrPull, App);
            yield return roles.On(AgentResources.Account, $"{prefix}-calls-agents", BuiltInRole.FoundryUser, App);
            yield return roles.On(AgentResources.Account, $"{prefix}-calls-models", BuiltInRole.OpenAIUser, App);
            yield return roles.On(AgentResources.Storage, $"{prefix}-reads-data", BuiltInRole.BlobDataReader, App);
            if (environment.HasSecrets) yield return roles.On(AgentResources.Vault, $"{prefix}-reads-secrets", BuiltInRole.KeyVaultSecretsUser, App);
        }

        // Agent Service pulls hosted agents' images as the project.
        yield return roles.On(AgentResources.Registry, "project-pulls", BuiltInRole.AcrPull, values => values.Read(AgentResources.Project, "identity.principalId")) with { OmittedWithout = (AgentResources.Project, "identity.principalId") };
    }

    private static IEnumerable<AgentResource> People(AgentEnvironment environment, Roles roles)
    {
        var (deployer, evaluator) = (environment.Principals.Deployer, environment.Principals.Evaluator ?? environment.Principals.Deployer);
        if (deployer is not null)
        {
            yield return roles.OnGroup("deployer-reads", BuiltInRole.Reader, deployer);
            yield return roles.OnGroup("deployer-makes-apps", BuiltInRole.ContainerAppsContributor, deployer);
            // A revision runs as the agent's identity: whoever makes it must be allowed to hand that identity out.
            foreach (var agent in environment.AllAgents)
                yield return roles.On(AgentResources.IdentityOf(agent), agent == environment.Workload ? "deployer-assigns" : $"deployer-assigns-{agent}", BuiltInRole.ManagedIdentityOperator, deployer);
            yield return roles.OnGroup("deployer-registers-alerts", BuiltInRole.MonitoringContributor, deployer);
            yield return roles.On(AgentResources.Registry, "deployer-pushes", BuiltInRole.AcrPush, deployer);
            yield return roles.On(AgentResources.Registry, "deployer-sees-registry", BuiltInRole.Reader, deployer);
            yield return roles.On(AgentResources.Account, "deployer-makes-agents", BuiltInRole.FoundryUser, deployer);
            foreach (var brought in Brought(environment)) yield return roles.On(brought, $"deployer-sees-{brought}", BuiltInRole.Reader, deployer);
        }

        if (evaluator is not null)
        {
            // Evaluation needs both, and yields nulls instead of an error without one of them.
            if (evaluator != deployer)
            {
                yield return roles.OnGroup("evaluator-reads", BuiltInRole.Reader, evaluator);
                yield return roles.On(AgentResources.Account, "evaluator-calls-agents", BuiltInRole.FoundryUser, evaluator);
                yield return roles.On(AgentResources.Registry, "evaluator-attests", BuiltInRole.AcrPush, evaluator);
            }

            yield return roles.On(AgentResources.Account, "deployer-calls-models", BuiltInRole.OpenAIUser, evaluator);
            yield return roles.On(AgentResources.Storage, "deployer-keeps-data", BuiltInRole.BlobDataContributor, evaluator);
        }

        foreach (var approver in environment.Principals.Approvers)
        {
            yield return roles.On(AgentResources.Registry, $"approver-attests-{approver}", BuiltInRole.AcrPush, approver);
            yield return roles.OnGroup($"approver-sees-live-{approver}", BuiltInRole.ContainerAppReader, approver);
        }

        // The app may not be there yet, so the right is on its group; the role reads container apps and nothing else.
        foreach (var reader in environment.Principals.LiveReaders.Distinct(StringComparer.OrdinalIgnoreCase))
            yield return roles.OnGroup($"sees-live-{reader}", BuiltInRole.ContainerAppReader, reader);
    }

    /// <summary>What a release reads of resources that are in groups of others.</summary>
    private static IEnumerable<string> Brought(AgentEnvironment environment)
    {
        if (environment.Existing.AccountOf is not null) yield return AgentResources.Account;
        if (environment.Existing.ContainerEnvironment is not null) yield return AgentResources.ContainerEnvironment;
        if (environment.Existing.ApplicationInsights is not null) yield return AgentResources.Component;
        if (environment.Existing.Storage is not null) yield return AgentResources.Storage;
        if (environment.HasSecrets && environment.Existing.KeyVault is not null) yield return AgentResources.Vault;
    }

    private sealed class Roles(AgentEnvironment environment)
    {
        private readonly Dictionary<string, string> _scopes = new()
        {
            [AgentResources.Registry] = environment.Registry.Id,
            [AgentResources.Account] = environment.Existing.AccountOf ?? environment.IdOf(AgentResources.AccountType, environment.AccountName),
            [AgentResources.ContainerEnvironment] = environment.Existing.ContainerEnvironment ?? environment.IdOf(AgentResources.ContainerEnvironmentType, environment.Name),
            [AgentResources.Component] = environment.Existing.ApplicationInsights ?? environment.IdOf(AgentResources.ComponentType, environment.Project),
            [AgentResources.Storage] = environment.Existing.Storage ?? environment.IdOf(AgentResources.StorageType, environment.StorageName),
            [AgentResources.Vault] = environment.Existing.KeyVault ?? environment.IdOf(AgentResources.VaultType, environment.VaultName),
        };

        /// <summary>For an identity of Azure's; said to be one, so that Azure does not look up what is a second old.</summary>
        public AgentResource On(string scope, string key, string role, Func<IValues, string> principal) => Role(ScopeOf(scope), key, role, principal, "ServicePrincipal") with { Extends = scope };

        /// <summary>For whoever has the object id: Azure finds out what it is.</summary>
        public AgentResource On(string scope, string key, string role, string principal) => Role(ScopeOf(scope), key, role, _ => principal, null) with { Extends = scope };

        public AgentResource OnGroup(string key, string role, string principal) => Role($"/subscriptions/{environment.SubscriptionId}/resourceGroups/{environment.ResourceGroup}", key, role, _ => principal, null);

        private string ScopeOf(string key) => _scopes.TryGetValue(key, out var id)
            ? id
            : environment.IdOf("Microsoft.ManagedIdentity/userAssignedIdentities", $"{key["identity-".Length..]}-{environment.Name}");

        private AgentResource Role(string scope, string key, string role, Func<IValues, string> principal, string? principalType)
        {
            var name = NamedUuid.Of(string.Join('/', environment.SubscriptionId, environment.ResourceGroup, environment.Workload, environment.Name, key).ToLowerInvariant());
            return new AgentResource(key, AgentResource.RoleAssignment, "2022-04-01", $"{scope}/providers/{AgentResource.RoleAssignment}/{name}", values =>
            {
                var properties = new JsonObject { ["roleDefinitionId"] = values.RoleDefinition(role), ["principalId"] = principal(values) };
                if (principalType is not null) properties["principalType"] = principalType;
                return new() { ["properties"] = properties };
            });
        }
    }
}
