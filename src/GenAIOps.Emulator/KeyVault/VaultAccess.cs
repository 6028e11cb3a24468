using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.KeyVault;

/// <summary>What a request does, in the words of roles and of access policies.</summary>
/// <param name="Action">The end of the data action: <c>getSecret/action</c> for a secret, <c>sign/action</c> for a key.</param>
/// <param name="Permission">The permission of an access policy: <c>get</c>, <c>sign</c>.</param>
internal sealed record VaultOperation(VaultItemKind Kind, string Action, string Permission)
{
    public string Collection => Kind is VaultItemKind.Secret ? "secrets" : "keys";

    public string DataAction => $"{Vaults.TypeName}/{Collection}/{Action}";
}

/// <summary>Who may do what in a vault: by role assignments, or where the vault says so by its access policies.</summary>
internal sealed class VaultAccess(AccessControl access, EmulatorInstance instance)
{
    /// <param name="name">Of the item; null for all of them.</param>
    /// <exception cref="AzureErrorException">403, as Key Vault refuses.</exception>
    public void Check(Caller caller, Vault vault, VaultOperation operation, string? name)
    {
        string scope = name is null ? vault.Id : $"{vault.Id}/{operation.Collection}/{name}";
        if (vault.Policies is { } policies) CheckPolicies(caller, vault, operation, policies);
        else if (!access.AllowsData(caller, scope, operation.DataAction)) throw new AzureErrorException(403, "Forbidden",
            "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\n"
            + $"Caller: {Who(caller)}\r\nAction: '{operation.DataAction}'\r\nResource: '{scope.ToLowerInvariant()}'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\n"
            + $"DecisionReason: 'DeniedWithNoValidRBAC' \r\nVault: {vault.Name};location={vault.Location}\r\n")
        { InnerCode = "ForbiddenByRbac" };
    }

    private void CheckPolicies(Caller caller, Vault vault, VaultOperation operation, JsonArray policies)
    {
        bool allowed = caller.IsUnbounded || policies.Any(policy => string.Equals((string?)policy?["objectId"], caller.ObjectId, StringComparison.OrdinalIgnoreCase)
            && (policy!["permissions"]?[operation.Collection] as JsonArray ?? []).Any(each => (string?)each is { } permission
                && (permission.Equals("all", StringComparison.OrdinalIgnoreCase) || permission.Equals(operation.Permission, StringComparison.OrdinalIgnoreCase))));
        if (!allowed) throw new AzureErrorException(403, "Forbidden",
            $"The user, group or application '{Who(caller)}' does not have {operation.Collection} {operation.Permission} permission on key vault '{vault.Name};location={vault.Location}'.")
        { InnerCode = "AccessDenied" };
    }

    private string Who(Caller caller) => $"appid={caller.ClientId};oid={caller.ObjectId};iss={instance.Endpoint}/{EmulatorInstance.TenantId}/";
}
