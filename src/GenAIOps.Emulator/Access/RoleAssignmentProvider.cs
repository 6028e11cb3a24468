using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Access;

/// <summary><c>Microsoft.Authorization/roleAssignments</c>: refuses what Azure refuses, and tells a scope's assignments.</summary>
internal sealed partial class RoleAssignmentProvider(ResourceStore store, RoleDefinitions roles) : IResourceProvider
{
    public const string TypeName = "Microsoft.Authorization/roleAssignments";

    public string Type => TypeName;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(write.Id.Name, out _))
            throw AzureErrorException.BadRequest("InvalidRoleAssignmentId", $"The role assignment ID '{write.Id.Name}' is not valid. The role assignment ID must be a GUID.");
        JsonObject properties = write.Properties;
        if (Text(properties["roleDefinitionId"]) is not { Length: > 0 } role) throw AzureErrorException.BadRequest("BadRequestFormat", "The request was incorrectly formatted: properties.roleDefinitionId is missing.");
        if (!Guid.TryParse(Text(properties["principalId"]), out _)) throw AzureErrorException.BadRequest("InvalidPrincipalId", "A valid principal ID must be provided for role assignment.");
        if (roles.Find(role) is null) throw AzureErrorException.BadRequest("RoleDefinitionDoesNotExist", $"The specified role definition with ID '{Last(role)}' does not exist.");
        CheckUpdate(write);
        if (Duplicate(write, role) is { } taken) throw AzureErrorException.Conflict("RoleAssignmentExists", $"The role assignment already exists. The ID of the existing role assignment is {taken}.");
        if (Text(properties["condition"]) is { Length: > 0 } condition) AssignmentCondition.Parse(condition);
        properties["scope"] = write.Id.Parent?.Value ?? "/";
        properties["principalType"] ??= "ServicePrincipal";
        return Task.FromResult(Provisioning.Done);
    }

    /// <summary>Assignments at the scope, above it and below it, as Azure lists them.</summary>
    public IEnumerable<JsonObject>? List(ResourceId collection, IQueryCollection query)
    {
        string scope = collection.Parent?.Key ?? "", filter = query["$filter"].ToString();
        Match principal = PrincipalFilter().Match(filter);
        bool only = filter.Contains("atScope()", StringComparison.OrdinalIgnoreCase) || filter.Contains("assignedTo", StringComparison.OrdinalIgnoreCase);
        if (filter.Length > 0 && !principal.Success && !only)
            throw AzureErrorException.BadRequest("InvalidFilter", $"The filter '{filter}' is not supported. Supported filters are either 'atScope()', \"principalId eq '{{value}}'\" or \"assignedTo('{{value}}')\".");
        return store.List(type: TypeName).Where(assignment =>
        {
            string its = ResourceId.Parse((string)assignment["id"]!).Parent?.Key ?? "";
            bool above = its.Length == 0 || scope == its || scope.StartsWith(its + "/", StringComparison.Ordinal);
            bool below = scope.Length == 0 || its.StartsWith(scope + "/", StringComparison.Ordinal);
            return (above || (below && !only)) && (!principal.Success || Same(assignment["properties"]!["principalId"], principal.Groups["id"].Value));
        });
    }

    private static void CheckUpdate(ResourceWrite write)
    {
        if (write.Existing?["properties"] is not JsonObject before) return;
        if (!Same(before["principalId"], Text(write.Properties["principalId"])) || !Same(Last(Text(before["roleDefinitionId"]) ?? ""), Last(Text(write.Properties["roleDefinitionId"])!)))
            throw AzureErrorException.BadRequest("RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
    }

    private string? Duplicate(ResourceWrite write, string role) => store.List(write.Id.Parent?.Value ?? "", TypeName)
        .Where(other => ResourceId.Parse((string)other["id"]!) is var id && id.Key != write.Id.Key && id.Parent?.Key == write.Id.Parent?.Key)
        .Where(other => Same(other["properties"]!["principalId"], Text(write.Properties["principalId"])) && Same(Last(Text(other["properties"]!["roleDefinitionId"])!), Last(role)))
        .Select(other => Guid.Parse((string)other["name"]!).ToString("N"))
        .FirstOrDefault();

    private static string Last(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static bool Same(JsonNode? value, string? expected) => string.Equals(Text(value), expected, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex(@"(?:principalId\s+eq\s+'|assignedTo\(')(?<id>[^']*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PrincipalFilter();
}
