using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;
using GenAIOps.Emulator.Tests.Foundry;
using Microsoft.Extensions.AI;

namespace GenAIOps.Emulator.Tests.Models;

/// <summary>Structured outputs, as judges ask for them: words are counted, and the form is filled in.</summary>
public sealed class FormsOfJudges
{
    private const string Score = """{"type":"object","properties":{"reason":{"type":"string"},"score":{"type":"integer","enum":[1,2,3,4,5]}},"required":["reason","score"],"additionalProperties":false}""";
    private const string Better = """{"type":"object","properties":{"reason":{"type":"string"},"better":{"type":"string","enum":["first","second","tie"]}},"required":["reason","better"],"additionalProperties":false}""";

    [Theory]
    [InlineData("""{"ground_truth":"You have 30 days to return an item.","response":"You have 30 days to return an item."}""", 5, "4 of 4 terms of the ground truth")]
    [InlineData("""{"ground_truth":"You have 30 days to return an item.","response":"Returns are possible within 30 days."}""", 4, "3 of 4 terms of the ground truth")]
    [InlineData("""{"ground_truth":"You have 30 days to return an item.","response":"Our shops open at nine."}""", 1, "0 of 4 terms of the ground truth")]
    [InlineData("""{"query":"How long?","context":[{"text":"Refunds take five days."},{"text":"Returns are free."}],"response":"Refunds take five days and cost a dollar."}""", 4, "4 of 6 terms of the response")]
    [InlineData("""{"query":"When do you deliver shoes?","response":"We deliver shoes on Monday."}""", 5, "2 of 2 terms of the query")]
    [InlineData("""{"ground_truth":"Thirty days.","response":""}""", 1, "0 of 2 terms of the ground truth")]
    [InlineData("""{"response":"Anything."}""", 1, "0 of 0 terms of the query")]
    public void AScoreSaysWhatShareOfTheTermsWasFound(string material, int score, string reason)
    {
        JsonObject filled = Ask(Score, $"BEGIN MATERIAL 1\n{material}\nEND MATERIAL 1");
        Assert.Equal(["reason", "score"], filled.Select(member => member.Key));
        Assert.Equal(score, (int)filled["score"]!);
        Assert.StartsWith(reason, (string?)filled["reason"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("You have 30 days to return an item.", "Our shops open at nine.", "first")]
    [InlineData("Our shops open at nine.", "You have 30 days to return an item.", "second")]
    [InlineData("30 days", "30 days", "tie")]
    public void OfTwoAnswersTheOneWithMoreOfTheTruthIsBetter(string first, string second, string better)
    {
        JsonObject material = new() { ["ground_truth"] = "You have 30 days to return an item.", ["first"] = new JsonObject { ["response"] = first }, ["second"] = new JsonObject { ["response"] = second } };
        Assert.Equal(better, (string?)Ask(Better, material.ToJsonString())["better"]);
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("{ not JSON")]
    [InlineData("""{"response":"a","response":"b"}""")]
    public void WithoutMaterialTheLowestScoreIsGiven(string text)
    {
        JsonObject filled = Ask(Score, text);
        Assert.Equal((1, true), ((int)filled["score"]!, ((string)filled["reason"]!).StartsWith("There is no material", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"type":"xml"}""")]
    [InlineData("""{"type":"json_schema"}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"a":{"type":"string"}}}}}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}}}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"enum":["yes","no"]}}}}}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"enum":[1,null]}}}}}""")]
    public void AnotherFormIsRefusedAndNotGuessed(string format)
    {
        OpenAIErrorException error = Assert.Throws<OpenAIErrorException>(() => ChatRequest.Read(Body(JsonNode.Parse(format)!, "{}"), null));
        Assert.Contains("response_format", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json_object")]
    public void WhatIsNoFormIsAnsweredAsEver(string type) => Assert.Null(ChatRequest.Read(Body(new JsonObject { ["type"] = type }, "{}"), null).Form);

    [Fact]
    public async Task OpenAIsClientGetsAFilledForm()
    {
        await using World world = await FoundryWorld.StartAsync();
        using IChatClient chat = ChatCompletionsTests.ClientOf(world, "/api/projects/shop/openai/v1");
        ChatResponse response = await chat.GetResponseAsync(
            """{"ground_truth":"You have 30 days to return an item.","response":"You have 30 days."}""",
            new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Score), "judgement") }, TestContext.Current.CancellationToken);
        Assert.Equal("""{"reason":"2 of 4 terms of the ground truth are in the response.","score":3}""", response.Text);
        Assert.True(response.Usage?.OutputTokenCount > 5);
    }

    private static JsonObject Ask(string schema, string material)
    {
        JsonObject format = new() { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "judgement", ["strict"] = true, ["schema"] = JsonNode.Parse(schema) } };
        ChatRequest request = ChatRequest.Read(Body(format, material), null);
        return JsonNode.Parse(LexicalJudge.Answer(request.Form!, request.Messages).Text)!.AsObject();
    }

    private static JsonObject Body(JsonNode format, string material) => new()
    {
        ["model"] = "chat",
        ["response_format"] = format,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = "You judge." }, new JsonObject { ["role"] = "user", ["content"] = material }),
    };
}
