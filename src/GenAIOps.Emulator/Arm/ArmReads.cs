using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Arm;

/// <summary>What ARM answers about itself and about many resources at once.</summary>
internal sealed partial class ArmReads(ResourceStore store, ResourceTypes types, Subscriptions subscriptions, AccessControl access) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder arm = api.MapGroup("").RequireAuthorization(Policies.Management).AddEndpointFilter((context, next) =>
        {
            ApiVersion.Check(context.HttpContext.Request);
            return next(context);
        });
        arm.MapGet("/tenants", () => Many([new JsonObject { ["id"] = $"/tenants/{EmulatorInstance.TenantId}", ["tenantId"] = EmulatorInstance.TenantId, ["displayName"] = "GenAIOps emulator" }]));
        arm.MapGet("/subscriptions", (HttpContext http) => Many(subscriptions.All().Where(each => access.HasAny(Caller.Of(http)!, (string)each["id"]!))));
        arm.MapGet("/subscriptions/{subscription}", (string subscription) => Results.Json(subscriptions.Describe(subscription)));
        arm.MapGet("/subscriptions/{subscription}/locations", (string subscription) => Many([Location(subscription)]));
        arm.MapGet("/subscriptions/{subscription}/resources", (HttpRequest request, string subscription) => Resources(request, $"/subscriptions/{subscription}"));
        arm.MapGet("/subscriptions/{subscription}/resourceGroups/{group}/resources", (HttpRequest request, string subscription, string group) =>
            store.GetETag($"/subscriptions/{subscription}/resourceGroups/{group}") is null
                ? throw ArmErrors.ResourceGroupNotFound(group)
                : Resources(request, $"/subscriptions/{subscription}/resourceGroups/{group}"));
        arm.MapGet("/providers", () => Many(types.Namespaces().Select(name => types.Describe(name))));
        arm.MapGet("/providers/{name}", (string name) => Results.Json(Described(name)));
        arm.MapGet("/subscriptions/{subscription}/providers", (string subscription) => Many(types.Namespaces().Select(name => types.Describe(name, subscription))));
        arm.MapGet("/subscriptions/{subscription}/providers/{name}", (string subscription, string name) => Results.Json(Described(name, subscription)));
        arm.MapPost("/subscriptions/{subscription}/providers/{name}/register", (string subscription, string name) => Results.Json(Described(name, subscription)));
    }

    private IResult Resources(HttpRequest request, string scope)
    {
        Func<JsonObject, bool> filter = Filter(request.Query["$filter"].ToString());
        IEnumerable<JsonObject> found = store.List(scope)
            .Where(resource => ResourceId.Parse((string)resource["id"]!) is var id && id.IsTopLevel && !id.Is(ResourceId.ResourceGroupType) && !id.Is(ResourceId.SubscriptionType)
                && access.Allows(Caller.Of(request.HttpContext)!, id.Value, $"{id.Type}/read"))
            .Where(filter)
            .Select(Brief);
        return Many(int.TryParse(request.Query["$top"], out int top) ? found.Take(top) : found);
    }

    /// <summary>A list of many types shows what all types have, as Azure's does.</summary>
    private static JsonObject Brief(JsonObject resource)
    {
        JsonObject brief = [];
        foreach (string key in new[] { "id", "name", "type", "kind", "sku", "location", "tags", "identity" })
        {
            if (resource[key] is { } value) brief[key] = value.DeepClone();
        }
        brief["provisioningState"] = resource["properties"]?["provisioningState"]?.DeepClone();
        return brief;
    }

    private static Func<JsonObject, bool> Filter(string text)
    {
        if (text.Trim() is "") return _ => true;
        List<Func<JsonObject, bool>> all = [];
        string? tag = null;
        foreach (string part in And().Split(text))
        {
            Match match = Equality().Match(part);
            if (!match.Success) throw BadFilter(text);
            string value = match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal);
            switch (match.Groups["key"].Value.ToLowerInvariant())
            {
                case "resourcetype": all.Add(resource => Same(resource["type"], value)); break;
                case "name": all.Add(resource => Same(resource["name"], value)); break;
                case "location": all.Add(resource => Same(resource["location"], value)); break;
                case "tagname":
                    tag = value;
                    all.Add(resource => resource["tags"]?[value] is not null);
                    break;
                case "tagvalue" when tag is { } name: all.Add(resource => (string?)resource["tags"]?[name] == value); break;
                default: throw BadFilter(text);
            }
        }
        return resource => all.TrueForAll(condition => condition(resource));
    }

    private static bool Same(JsonNode? value, string expected) => string.Equals((string?)value, expected, StringComparison.OrdinalIgnoreCase);

    private static AzureErrorException BadFilter(string text) => AzureErrorException.BadRequest("InvalidFilterInQueryString",
        $"Invalid $filter '{text}' specified in the query string. Here it may compare resourceType, name, location, tagName and tagValue with eq, joined by and.");

    private JsonObject Described(string name, string? subscription = null) => types.Namespaces().Contains(name, StringComparer.OrdinalIgnoreCase)
        ? types.Describe(name, subscription)
        : throw AzureErrorException.NotFound("InvalidResourceNamespace", $"The resource namespace '{name}' is invalid.");

    private static JsonObject Location(string subscription) => new()
    {
        ["id"] = $"/subscriptions/{subscription}/locations/{EmulatorInstance.Location}",
        ["name"] = EmulatorInstance.Location,
        ["displayName"] = "This machine",
    };

    private static IResult Many(IEnumerable<JsonObject> items) => Results.Json(new JsonObject { ["value"] = new JsonArray([.. items]) });

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*(?<key>\w+)\s+eq\s+'(?<value>(?:[^']|'')*)'\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Equality();
}
