using System.ClientModel;
using System.Text.Json.Nodes;
using SupportAgent.Answers;

namespace SupportAgent.Http;

/// <summary>The agent's routes.</summary>
internal static class Endpoints
{
    public static void MapAgent(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => "healthy");
        routes.MapGet("/readyz", (IHostApplicationLifetime life) => life.ApplicationStopping.IsCancellationRequested
            ? Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready"));
        routes.MapGet("/version", (VersionInfo version) => Results.Json(version.ToJson()));
        routes.MapPost("/ask", AskAsync);
        routes.MapPost("/responses", ResponsesProtocol.HandleAsync);
    }

    private static async Task AskAsync(HttpContext http, SupportAnswers answers, VersionInfo version, TimeProvider time)
    {
        var (question, problem) = await Wire.ReadAsync(http.Request);
        if (question is null)
        {
            await Results.Problem(problem, statusCode: StatusCodes.Status400BadRequest, title: "The question cannot be asked").ExecuteAsync(http);
            return;
        }

        await GuardAsync(http, async () =>
        {
            if (!http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            {
                await Results.Json(Wire.Write(await answers.AnswerAsync(question, http.RequestAborted), version)).ExecuteAsync(http);
                return;
            }

            await using var pieces = answers.StreamAsync(question, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
            // The model's refusal to talk comes before the first piece: then there is still a status to set.
            var any = await pieces.MoveNextAsync();
            await using var events = new ServerSentEvents(http.Response, time);
            for (; any; any = await pieces.MoveNextAsync())
            {
                var (delta, done) = pieces.Current;
                await (done is null ? events.SendAsync("delta", new JsonObject { ["text"] = delta }) : events.SendAsync("done", Wire.Write(done, version)));
            }
        });
    }

    /// <summary>A model that is down or throttles is no fault of the customer's: 503, and when to come back.</summary>
    internal static async Task GuardAsync(HttpContext http, Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception e) when (ModelTrouble(e) is { } wait && !http.RequestAborted.IsCancellationRequested)
        {
            http.RequestServices.GetRequiredService<ILogger<SupportAnswers>>().LogWarning(e, "The model did not answer");
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Headers.RetryAfter = $"{wait}";
            await Results.Problem("The model is not available at the moment.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Ask again later").ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The customer has gone; there is nobody to tell.
        }
    }

    private static int? ModelTrouble(Exception e) => e switch
    {
        ClientResultException { Status: 429 } throttled => int.TryParse(throttled.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var after) == true ? after : null, out var seconds) ? seconds : 5,
        ClientResultException or HttpRequestException or Azure.Identity.AuthenticationFailedException or TaskCanceledException or AggregateException => 5,
        _ => null,
    };
}
