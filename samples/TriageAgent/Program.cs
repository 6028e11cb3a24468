using System.Text.Json.Nodes;
using TriageAgent;

if (!Uri.TryCreate(Environment.GetEnvironmentVariable("SUPPORT_AGENT_URL"), UriKind.Absolute, out var support))
{
    Console.Error.WriteLine("SUPPORT_AGENT_URL names no address: whom should questions be handed off to?");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseKestrelHttpsConfiguration();
builder.Services.AddProblemDetails();
builder.Services.AddSingleton(new Handoff(support, Environment.GetEnvironmentVariable("SUPPORT_AGENT_SCOPE") is { Length: > 0 } scope ? scope : null));
var app = builder.Build();

app.MapGet("/healthz", () => "healthy");
app.MapGet("/readyz", (IHostApplicationLifetime life) => life.ApplicationStopping.IsCancellationRequested ? Results.Text("draining", statusCode: 503) : Results.Text("ready"));
app.MapGet("/version", () => Results.Json(VersionInfo.ToJson()));
app.MapPost("/ask", async (HttpContext http, Handoff handoff) =>
{
    var answer = await handoff.AskAsync(http.Request, http.RequestAborted);
    if (answer.Body is JsonObject body && answer.Status == 200)
    {
        body["handed_off_to"] = body["version"]?.DeepClone();
        body["version"] = VersionInfo.ToJson();
    }

    if (answer.Status != 200 || !http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
    {
        await Results.Json(answer.Body, statusCode: answer.Status).ExecuteAsync(http);
        return;
    }

    // What is handed off is answered at once: one piece, then the whole.
    http.Response.ContentType = "text/event-stream";
    await http.Response.WriteAsync($"event: delta\ndata: {new JsonObject { ["text"] = (string?)answer.Body?["answer"] }.ToJsonString()}\n\nevent: done\ndata: {answer.Body?.ToJsonString()}\n\n", http.RequestAborted);
});
app.MapPost("/responses", async (HttpContext http, Handoff handoff) =>
{
    var answer = await handoff.RespondAsync(http.Request, http.RequestAborted);
    await Results.Json(answer.Body, statusCode: answer.Status).ExecuteAsync(http);
});

await app.RunAsync();
return 0;
