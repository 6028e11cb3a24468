using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The emulator about itself: is it up, who asked it for what, stop it.</summary>
internal sealed class EmulatorService(RequestLog requests, IHostApplicationLifetime lifetime) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/healthz", () => "ok").AllowAnonymous();
        api.MapGet("/emulator/requests", async (HttpContext http, long? after) =>
        {
            IReadOnlyList<string> lines = await requests.ReadAsync(after ?? 0, http.RequestAborted);
            return Results.Text(string.Concat(lines.Select(line => line + "\n")), "application/x-ndjson; charset=utf-8");
        }).RequireAuthorization(Policies.Owner);
        api.MapPost("/emulator/stop", (HttpContext http) =>
        {
            http.Response.OnCompleted(() => Task.Run(lifetime.StopApplication));
            return Results.Accepted();
        }).RequireAuthorization(Policies.Owner);
    }
}
