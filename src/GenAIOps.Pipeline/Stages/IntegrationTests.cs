using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What the deployed candidate must do besides answering well: name itself, stream, speak the responses protocol, refuse nonsense.</summary>
internal static class IntegrationTests
{
    public static async Task RunAsync(EnvironmentContext context, string host, string digest, CancellationToken cancellationToken)
    {
        using var http = await context.AgentHttpAsync(cancellationToken);
        var address = new Uri($"https://{host}/");
        var question = context.Datasets.Questions[0];
        var faults = new List<string>();

        var version = JsonNode.Parse(await http.GetStringAsync(new Uri(address, "version"), cancellationToken));
        Expect((string?)version?["image_digest"] == digest, $"/version names {(string?)version?["image_digest"] ?? "no image"}");

        using var stream = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "ask")) { Content = JsonContent.Create(new JsonObject { ["question"] = question }) };
        stream.Headers.Accept.ParseAdd("text/event-stream");
        using var events = await http.SendAsync(stream, cancellationToken);
        var text = await events.Content.ReadAsStringAsync(cancellationToken);
        Expect(events.Content.Headers.ContentType?.MediaType == "text/event-stream" && text.Contains("event: delta", StringComparison.Ordinal) && text.Contains("event: done", StringComparison.Ordinal), "/ask does not stream");

        using var responses = await http.PostAsJsonAsync(new Uri(address, "responses"), new JsonObject { ["input"] = question }, cancellationToken);
        var response = JsonNode.Parse(await responses.Content.ReadAsStringAsync(cancellationToken));
        Expect((string?)response?["object"] == "response" && (string?)response["status"] == "completed", "/responses gives no completed response");

        using var empty = await http.PostAsJsonAsync(new Uri(address, "ask"), new JsonObject { ["question"] = "" }, cancellationToken);
        Expect(empty.StatusCode == HttpStatusCode.BadRequest, $"an empty question is answered with {(int)empty.StatusCode}");

        if (faults.Count > 0)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, $"Integration tests of the candidate in {context.Title} failed: {string.Join("; ", faults)}. It was not evaluated and gets no traffic. {context.Untouched}");
        }

        void Expect(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}
