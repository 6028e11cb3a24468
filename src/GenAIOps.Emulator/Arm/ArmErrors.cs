using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

/// <summary>Azure Resource Manager's own errors, in its words.</summary>
internal static class ArmErrors
{
    public static AzureErrorException MissingApiVersion() => AzureErrorException.BadRequest("MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.");

    public static AzureErrorException InvalidApiVersion(string version) => AzureErrorException.BadRequest("InvalidApiVersionParameter",
        $"The api-version '{version}' is invalid. It must be a date, such as '2025-07-01', or a date followed by '-preview'.");

    public static AzureErrorException InvalidUri(string path) => AzureErrorException.BadRequest("InvalidResourceId",
        $"The request path '{path}' is not the id of a resource: it needs pairs of a type and a name after '/providers/' and a namespace.");

    public static AzureErrorException SubscriptionNotFound(string subscription) => AzureErrorException.NotFound("SubscriptionNotFound",
        $"The subscription '{subscription}' could not be found. Its owner makes one known by PUT /providers/Microsoft.Subscription/aliases/{{name}} with properties.subscriptionId.");

    public static AzureErrorException ResourceGroupNotFound(string group) => AzureErrorException.NotFound("ResourceGroupNotFound",
        $"Resource group '{group}' could not be found.");

    public static AzureErrorException ResourceNotFound(ResourceId id) => AzureErrorException.NotFound("ResourceNotFound",
        $"The Resource '{id.Type}/{id.Name}' under resource group '{id.ResourceGroup?.Name ?? "<null>"}' was not found. "
        + "For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static AzureErrorException ParentNotFound(ResourceId id) => AzureErrorException.NotFound("ParentResourceNotFound",
        $"Failed to perform 'write' on resource(s) of type '{id.Type}', because the parent resource '{id.Parent}' could not be found.");

    public static AzureErrorException PreconditionFailed(string header, string value, string? etag) => new(412, "PreconditionFailed",
        $"The condition '{value}' specified using HTTP conditional header '{header}' is not met: the resource {(etag is null ? "does not exist" : $"has ETag {etag}")}. Nothing was changed.");

    public static AzureErrorException GroupBeingDeleted(string group) => AzureErrorException.Conflict("ResourceGroupBeingDeleted",
        $"The resource group '{group}' is in deprovisioning state and cannot perform this operation.");

    public static AzureErrorException MethodNotAllowed(string method, string path) => new(405, "MethodNotAllowed",
        $"The HTTP method '{method}' is not supported at '{path}'.");
}
