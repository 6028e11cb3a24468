using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Foundry;
using Microsoft.Extensions.AI;
using OpenAI;

namespace GenAIOps.Emulator.Tests.Models;

public sealed class ChatCompletionsTests
{
    private const string Path = "/api/projects/shop/openai/v1/chat/completions";
    private const string Question = """
        <context id="returns" title="Returns">
        You have 30 days to return an item.
        </context>
        How many days do I have to return an item?
        """;

    private static JsonObject Body(string model = "chat", bool stream = false) => new()
    {
        ["model"] = model,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = "Answer and cite." }, new JsonObject { ["role"] = "user", ["content"] = Question }),
    };

    internal static IChatClient ClientOf(World world, string root) => new OpenAIClient(new ApiKeyCredential(world.Client.Token), new OpenAIClientOptions
    {
        Endpoint = new Uri($"{world.Instance.Endpoint}{root}"),
        Transport = new HttpClientPipelineTransport(world.Client.Http),
    }).GetChatClient("chat").AsIChatClient();

    [Theory]
    [InlineData("/openai/v1")]
    [InlineData("/api/projects/shop/openai/v1")]
    public async Task OpenAIsClientGetsAnAnswerWithUsage(string root)
    {
        await using World world = await FoundryWorld.StartAsync();
        using IChatClient chat = ClientOf(world, root);
        ChatResponse response = await chat.GetResponseAsync([new(ChatRole.System, "Answer and cite."), new(ChatRole.User, Question)], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("You have 30 days to return an item. [returns]", response.Text);
        Assert.Equal(("extractive-local", ChatFinishReason.Stop), (response.ModelId, response.FinishReason));
        Assert.Equal(response.Usage!.TotalTokenCount, response.Usage.InputTokenCount + response.Usage.OutputTokenCount);
        Assert.True(response.Usage.InputTokenCount > response.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task OpenAIsClientStreamsTheSameAnswerInPieces()
    {
        await using World world = await FoundryWorld.StartAsync();
        using IChatClient chat = ClientOf(world, "/openai/v1");
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync([new(ChatRole.System, "Answer and cite."), new(ChatRole.User, Question)],
            cancellationToken: TestContext.Current.CancellationToken)) updates.Add(update);
        ChatResponse whole = updates.ToChatResponse();
        Assert.Equal("You have 30 days to return an item. [returns]", whole.Text);
        Assert.True(updates.Count(update => update.Text.Length > 0) > 5);
        Assert.True(whole.Usage?.OutputTokenCount > 5);
    }

    [Fact]
    public async Task AStreamEndsWithItsReasonTheUsageThatWasAskedForAndDone()
    {
        await using World world = await FoundryWorld.StartAsync();
        JsonObject body = Body(stream: true);
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        Answer answer = (await world.PostAsync(Path, body)).Expect(HttpStatusCode.OK);
        string[] events = answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("text/event-stream", answer.Content.ContentType!.MediaType);
        Assert.Equal("data: [DONE]", events[^1]);
        JsonNode[] chunks = [.. events[..^1].Select(each => JsonNode.Parse(each["data: ".Length..])!)];
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", (string?)chunk["object"]));
        Assert.Equal("assistant", (string?)chunks[0]["choices"]![0]!["delta"]!["role"]);
        Assert.Equal("stop", (string?)chunks[^2]["choices"]![0]!["finish_reason"]);
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.Equal(chunks.Length - 3, (int)chunks[^1]["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task AStreamWithoutUsageHasNone()
    {
        await using World world = await FoundryWorld.StartAsync();
        Answer answer = (await world.PostAsync(Path, Body(stream: true))).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("usage", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerIsCutAtTheTokensThatWereAllowed()
    {
        await using World world = await FoundryWorld.StartAsync();
        JsonObject body = Body();
        body["max_completion_tokens"] = 3;
        JsonNode answer = (await world.PostAsync(Path, body)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("length", 3), ((string)answer["choices"]![0]!["finish_reason"]!, (int)answer["usage"]!["completion_tokens"]!));
        Assert.Equal("You have 30", (string?)answer["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task TheCapacityOfTheDeploymentIsToldInTheHeaders()
    {
        await using World world = await FoundryWorld.StartAsync();
        Answer answer = (await world.PostAsync(Path, Body())).Expect(HttpStatusCode.OK);
        Assert.Equal("20000", Assert.Single(answer.Headers.GetValues("x-ratelimit-remaining-tokens")));
    }

    [Fact]
    public async Task AnUnknownDeploymentIsNamedWithThoseThatThereAre()
    {
        await using World world = await FoundryWorld.StartAsync();
        Answer answer = (await world.PostAsync(Path, Body(model: "gpt-9"))).Expect(HttpStatusCode.NotFound);
        Assert.Equal(("DeploymentNotFound", "invalid_request_error", "model"),
            (answer.ErrorCode, (string)answer.Json["error"]!["type"]!, (string)answer.Json["error"]!["param"]!));
        Assert.Contains("'gpt-9'", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'chat'", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"chat"}""", "messages")]
    [InlineData("""{"model":"chat","messages":[]}""", "messages")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"chat","messages":[{"role":"king","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"chat","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "messages[0].content[0]")]
    [InlineData("""{"model":"chat","n":2,"messages":[{"role":"user","content":"x"}]}""", "n")]
    [InlineData("""{"model":"chat","max_tokens":0,"messages":[{"role":"user","content":"x"}]}""", "max_tokens")]
    public async Task AnInvalidRequestIsToldWhichParameterIsWrong(string body, string parameter)
    {
        await using World world = await FoundryWorld.StartAsync();
        Answer answer = (await world.PostAsync(Path, JsonNode.Parse(body)!)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(parameter, (string?)answer.Json["error"]!["param"]);
    }

    [Fact]
    public async Task ABodyThatIsNotJsonIsRefusedInOpenAIsForm()
    {
        await using World world = await FoundryWorld.StartAsync();
        using StringContent broken = new("{");
        Answer answer = (await world.Client.SendAsync(HttpMethod.Post, Path, broken)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("invalid_json", answer.ErrorCode);
    }

    [Fact]
    public async Task ModelsAreTheDeploymentsOfArm()
    {
        await using World world = await FoundryWorld.StartAsync();
        Answer answer = (await world.SendAsync(HttpMethod.Get, "/api/projects/shop/openai/v1/models")).Expect(HttpStatusCode.OK);
        Assert.Equal("chat", (string?)Assert.Single(answer.Json["data"]!.AsArray())!["id"]);
        (await world.Client.DeleteAsync($"{FoundryWorld.Account}/deployments/chat")).Expect(HttpStatusCode.OK);
        (await world.PostAsync(Path, Body())).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task ModelsAreNotServedToStrangers()
    {
        await using World world = await FoundryWorld.StartAsync();
        (await world.Client.SendAsync(HttpMethod.Post, Path, TestClient.Body(Body()), authorization: "")).Expect(HttpStatusCode.Unauthorized);
        (await world.Client.SendAsync(HttpMethod.Post, Path, TestClient.Body(Body()), authorization: "Bearer guess")).Expect(HttpStatusCode.Unauthorized);
    }
}
