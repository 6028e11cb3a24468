using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The emulator about itself: is it up, stop it.</summary>
internal sealed class EmulatorService(IHostApplicationLifetime lifetime) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/healthz", () => "ok").AllowAnonymous();
        api.MapPost("/emulator/stop", (HttpContext http) =>
        {
            http.Response.OnCompleted(() => Task.Run(lifetime.StopApplication));
            return Results.Accepted();
        }).RequireAuthorization(Policies.Management);
    }
}
