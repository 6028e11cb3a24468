using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Access;

/// <summary><c>Microsoft.Authorization/roleDefinitions</c>: Azure's built-in roles as Microsoft publishes them (<c>roles.json</c>), and those that clients make.</summary>
internal sealed partial class RoleDefinitions : IResourceProvider
{
    public const string TypeName = "Microsoft.Authorization/roleDefinitions";

    private static readonly IReadOnlyList<RoleDefinition> s_builtIn = ReadBuiltIn();
    private readonly ConcurrentDictionary<string, RoleDefinition> _all = new(StringComparer.OrdinalIgnoreCase);

    public RoleDefinitions(ResourceStore store)
    {
        foreach (RoleDefinition role in s_builtIn) _all[role.Name] = role;
        store.Changed += change => Index(change.New ?? change.Old!, isGone: change.New is null);
        foreach (JsonObject resource in store.List(type: TypeName)) Index(resource, isGone: false);
    }

    public string Type => TypeName;

    /// <param name="id">The GUID, or an id that ends with it.</param>
    public RoleDefinition? Find(string id) => _all.GetValueOrDefault(id[(id.LastIndexOf('/') + 1)..]);

    public JsonObject? Find(ResourceId id) => Find(id.Name) is { IsBuiltIn: true } role ? role.Present(id.Value) : null;

    public IEnumerable<JsonObject>? List(ResourceId collection, IQueryCollection query)
    {
        IEnumerable<RoleDefinition> found = _all.Values.OrderBy(role => role.RoleName, StringComparer.Ordinal);
        if (query["$filter"].ToString() is { Length: > 0 } filter)
        {
            Match match = Filter().Match(filter);
            if (!match.Success && !string.Equals(filter.Trim(), "atScopeAndBelow()", StringComparison.OrdinalIgnoreCase))
                throw AzureErrorException.BadRequest("InvalidFilter", $"The filter '{filter}' is not supported. Here it may be roleName eq '…', type eq 'BuiltInRole' or 'CustomRole', or atScopeAndBelow().");
            string value = match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal);
            if (match.Success) found = found.Where(role => string.Equals(match.Groups["key"].Value is "roleName" ? role.RoleName : role.IsBuiltIn ? "BuiltInRole" : "CustomRole", value, StringComparison.OrdinalIgnoreCase));
        }
        return found.Select(role => role.Present(collection.Value));
    }

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(write.Id.Name, out _)) throw AzureErrorException.BadRequest("InvalidRoleDefinitionId", $"The role definition ID '{write.Id.Name}' is not valid. The role definition ID must be a GUID.");
        if (Find(write.Id.Name) is { IsBuiltIn: true } builtIn) throw AzureErrorException.BadRequest("BuiltInRoleUpdateNotPermitted", $"The role '{builtIn.RoleName}' is built in and cannot be changed.");
        if (Text(write.Properties["roleName"]) is not { Length: > 0 } name || write.Properties["permissions"] is not JsonArray { Count: > 0 })
            throw AzureErrorException.BadRequest("InvalidRoleDefinition", "The role definition needs properties.roleName and properties.permissions.");
        if (_all.Values.Any(role => string.Equals(role.RoleName, name, StringComparison.OrdinalIgnoreCase) && !string.Equals(role.Name, write.Id.Name, StringComparison.OrdinalIgnoreCase)))
            throw AzureErrorException.Conflict("RoleDefinitionWithSameNameExists", $"A custom role with the name '{name}' already exists in this directory. Use a different name.");
        write.Properties["type"] = "CustomRole";
        write.Properties["assignableScopes"] ??= new JsonArray(write.Id.Parent?.Value ?? "/");
        try { Read(write.Resource, isBuiltIn: false); }
        catch (InvalidOperationException error) { throw AzureErrorException.BadRequest("InvalidRoleDefinition", $"properties.permissions cannot be read: {error.Message}"); }
        return Task.FromResult(Provisioning.Done);
    }

    private void Index(JsonObject resource, bool isGone)
    {
        if (!string.Equals((string?)resource["type"], TypeName, StringComparison.OrdinalIgnoreCase)) return;
        string name = (string)resource["name"]!;
        if (isGone) _all.TryRemove(name, out _);
        else _all[name] = Read(resource, isBuiltIn: false);
    }

    private static RoleDefinition Read(JsonNode resource, bool isBuiltIn)
    {
        JsonNode properties = isBuiltIn ? resource : resource["properties"]!;
        JsonArray permissions = properties["permissions"]!.AsArray();
        return new RoleDefinition((string)resource["name"]!, (string)properties["roleName"]!, (string?)properties["description"] ?? "", isBuiltIn,
            [.. permissions.Select(each => Permission.Read(each!))], permissions.DeepClone().AsArray(), properties["assignableScopes"]?.DeepClone().AsArray() ?? new JsonArray("/"));
    }

    private static IReadOnlyList<RoleDefinition> ReadBuiltIn()
    {
        using Stream json = typeof(RoleDefinitions).Assembly.GetManifestResourceStream("roles.json")!;
        return [.. JsonNode.Parse(json)!.AsArray().Select(role => Read(role!, isBuiltIn: true))];
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex(@"^\s*(?<key>roleName|type)\s+eq\s+'(?<value>(?:[^']|'')*)'\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Filter();
}
