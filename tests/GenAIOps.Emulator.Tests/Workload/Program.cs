using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

if (Environment.GetEnvironmentVariable("EXIT_AT_START") is { } code)
{
    Console.Error.WriteLine("the workload was told to exit");
    return int.Parse(code, CultureInfo.InvariantCulture);
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
WebApplication app = builder.Build();
int answered = 0;
app.MapGet("/readyz", () => Environment.GetEnvironmentVariable("NEVER_READY") is null ? Results.Ok() : Results.StatusCode(503));
app.MapGet("/who", () => $"{Environment.GetEnvironmentVariable("CONTAINER_APP_REVISION")} {Environment.GetEnvironmentVariable("VERSION")}");
app.MapGet("/pid", () => Environment.ProcessId);
app.MapGet("/replica", () => Environment.GetEnvironmentVariable("CONTAINER_APP_REPLICA_NAME"));
app.MapGet("/count", () => Interlocked.Increment(ref answered));
app.MapGet("/env/{name}", (string name) => Environment.GetEnvironmentVariable(name) is { } value ? Results.Text(value) : Results.NotFound());
app.MapGet("/headers/{name}", (HttpRequest request, string name) => request.Headers[name].ToString());
app.MapPost("/echo", async (HttpRequest request, HttpResponse response) => await request.Body.CopyToAsync(response.Body));
app.MapGet("/args", () => string.Join(' ', args));
app.MapPost("/crash", () =>
{
    Console.Error.WriteLine("the workload was told to crash");
    Process.GetCurrentProcess().Kill();
});
// Listens no more at once, and ends a moment later: what a process that is going looks like from outside.
bool isLeaving = false;
app.MapPost("/leave", () =>
{
    isLeaving = true;
    app.Lifetime.StopApplication();
});
// One event at once, one more for each POST /go, "end" after POST /end.
SemaphoreSlim go = new(0);
bool end = false;
app.MapPost("/go", () => { go.Release(); });
app.MapPost("/end", () => { end = true; go.Release(); });
app.MapGet("/stream", async (HttpResponse response, CancellationToken stop) =>
{
    response.ContentType = "text/event-stream";
    for (int i = 0; !end; i++)
    {
        await response.WriteAsync($"data: {i}\n\n", stop);
        await response.Body.FlushAsync(stop);
        await go.WaitAsync(stop);
    }
    await response.WriteAsync("data: end\n\n", stop);
});
// A hosted agent of Foundry: tells who it is and what it was asked, in two pieces with a POST of /go between them when a stream is wanted.
app.MapPost("/responses", async (HttpRequest request, HttpResponse response, CancellationToken stop) =>
{
    using JsonDocument body = await JsonDocument.ParseAsync(request.Body, cancellationToken: stop);
    string input = body.RootElement.GetProperty("input").ToString();
    if (input.StartsWith("token ", StringComparison.Ordinal))
    {
        // The agent's own token, or why it gets none.
        string answer = await AskForTokenAsync($"resource=https%3A%2F%2Fai.azure.com{input["token ".Length..]}");
        using JsonDocument token = JsonDocument.Parse(answer);
        await response.WriteAsJsonAsync(new { output_text = token.RootElement.TryGetProperty("access_token", out JsonElement value) ? value.GetString() : answer }, stop);
        return;
    }
    string text = $"{Environment.GetEnvironmentVariable("FOUNDRY_AGENT_NAME")}:{Environment.GetEnvironmentVariable("FOUNDRY_AGENT_VERSION")} "
        + $"{Environment.GetEnvironmentVariable("GREETING")} {input} {request.Headers.Authorization}";
    if (!body.RootElement.TryGetProperty("stream", out JsonElement stream) || !stream.GetBoolean())
    {
        await response.WriteAsJsonAsync(new { output_text = text }, stop);
        return;
    }
    response.ContentType = "text/event-stream";
    await response.WriteAsync("data: first\n\n", stop);
    await response.Body.FlushAsync(stop);
    await go.WaitAsync(stop);
    await response.WriteAsync("data: last\n\n", stop);
});
app.MapGet("/token", async (HttpRequest request) => await AskForTokenAsync(request.QueryString.Value![1..]));
static async Task<string> AskForTokenAsync(string query)
{
    using HttpClient http = new();
    http.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", Environment.GetEnvironmentVariable("IDENTITY_HEADER"));
    using HttpResponseMessage answer = await http.GetAsync(new Uri($"{Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT")}?{query}&api-version=2019-08-01"));
    return await answer.Content.ReadAsStringAsync();
}
await app.RunAsync();
// It is the process under test that lingers here, where nothing reaches it any more to say when; the test waits for what it sees of it, not for this.
if (isLeaving) await Task.Delay(500);
return 0;
