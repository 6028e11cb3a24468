using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Arm;

/// <summary>Where clients poll long-running operations.</summary>
internal sealed class OperationService(ArmOperations operations, ResourceStore store, Providers providers) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        const string Place = "/subscriptions/{subscription}/providers/{name}/locations/{location}";
        api.MapGet($"{Place}/operationStatuses/{{operation}}", Status).RequireAuthorization(Policies.Management);
        api.MapGet($"{Place}/operationResults/{{operation}}", Result).RequireAuthorization(Policies.Management);
    }

    private IResult Status(HttpContext http, string operation)
    {
        JsonObject status = operations.Status(operation, http.Request.Path.Value!) ?? throw Unknown(operation);
        http.Response.Headers.RetryAfter = "0";
        return Results.Json(status);
    }

    private IResult Result(HttpContext http, string operation)
    {
        JsonObject status = operations.Status(operation, http.Request.Path.Value!) ?? throw Unknown(operation);
        http.Response.Headers.RetryAfter = "0";
        if ((string?)status["status"] is not ("Succeeded" or "Failed"))
        {
            http.Response.Headers.Location = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}{http.Request.QueryString}";
            return Results.StatusCode(202);
        }
        return Results.Json(providers.Present(store.Get(ArmOperations.ResourceOf(operation)!)!));
    }

    private static AzureErrorException Unknown(string operation) =>
        AzureErrorException.NotFound("OperationNotFound", $"The operation '{operation}' was not found, or its resource was deleted.");
}
