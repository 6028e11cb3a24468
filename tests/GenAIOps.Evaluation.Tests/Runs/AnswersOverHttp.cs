using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class AnswersOverHttp
{
    private const string Good = """{"answer":"Yes.","answered":true,"citations":["a"],"context":[{"id":"a","text":"Yes."}],"usage":{"input_tokens":3,"output_tokens":2},"version":{"image_digest":"sha256:1"},"extra":[1]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAnswerIsReadWhole()
    {
        var answer = await Source(new Wire(Good)).AskAsync(Some.Question(1), Ct);
        Assert.Equivalent(new AgentAnswer("Yes.") { Citations = ["a"], Context = [new("a", "Yes.")], InputTokens = 3, OutputTokens = 2 }, answer);
    }

    [Fact]
    public async Task ASingleTurnSendsQuestionAndAttachmentsOnly()
    {
        var wire = new Wire(Good);
        await Source(wire).AskAsync(Some.Question(1) with { Query = "Größe <b>?", Attachments = [new("n", "t")] }, Ct);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"question":"Größe <b>?","attachments":[{"name":"n","text":"t"}]}"""), JsonNode.Parse(wire.Sent)));
        Assert.Equal("https://agent.test/ask", wire.Address);
        Assert.Equal("application/json; charset=utf-8", wire.ContentType);
        await Source(wire).AskAsync(Some.Question(1), Ct);
        Assert.Equal("""{"question":"Question 1?"}""", wire.Sent);
    }

    [Fact]
    public async Task WhatWasSaidBeforeIsSentAsMessages()
    {
        var wire = new Wire(Good);
        await Source(wire).AskAsync(Some.Question(1) with { History = [new("user", "Hi"), new("tool", "42") { ToolCallId = "c" }] }, Ct);
        Assert.Equal("""{"question":"Question 1?","messages":[{"role":"user","content":"Hi"},{"role":"tool","content":"42","tool_call_id":"c"}]}""", wire.Sent);
    }

    [Theory]
    [InlineData(429, "7", true, true, 7.0)]
    [InlineData(429, null, true, true, null)]
    [InlineData(503, "7", true, true, 7.0)]
    [InlineData(503, null, true, false, null)]
    [InlineData(500, null, true, false, null)]
    [InlineData(408, null, true, false, null)]
    [InlineData(400, null, false, false, null)]
    [InlineData(429, "Tue, 01 Sep 2026 12:00:30 GMT", true, true, 30.0)]
    [InlineData(429, "Tue, 01 Sep 2026 11:00:00 GMT", true, true, 0.0)]
    public async Task ARefusalSaysWhetherAndWhenToComeBack(int status, string? retryAfter, bool isTransient, bool isThrottle, double? seconds)
    {
        var error = await Assert.ThrowsAsync<AnswerException>(() => Source(new Wire("busy") { Status = status, RetryAfter = retryAfter }).AskAsync(Some.Question(1), Ct));
        Assert.Equal((isTransient, isThrottle, seconds), (error.IsTransient, error.IsThrottle, error.RetryAfter?.TotalSeconds));
    }

    [Theory]
    [InlineData("""{"answer":"Yes.","answered":true,"version":{"image_digest":"sha256:2"}}""", "another image")]
    [InlineData("""{"answer":"Yes.","answered":true}""", "another image")]
    [InlineData("""{"answered":true,"version":{"image_digest":"sha256:1"}}""", "answer is missing")]
    [InlineData("""{"answer":"Yes.","version":{"image_digest":"sha256:1"}}""", "answered is missing")]
    [InlineData("<html>", "no answer")]
    [InlineData("null", "another image")]
    public async Task WhatIsNoAnswerOfTheJudgedImageIsNotAskedAgain(string body, string why)
    {
        var error = await Assert.ThrowsAsync<AnswerException>(() => Source(new Wire(body)).AskAsync(Some.Question(1), Ct));
        Assert.False(error.IsTransient);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConnectionThatBreaksIsAskedAgain()
    {
        var error = await Assert.ThrowsAsync<AnswerException>(() => Source(new Wire(Good) { Breaks = true }).AskAsync(Some.Question(1), Ct));
        Assert.True(error is { IsTransient: true, IsThrottle: false });
    }

    private static HttpAnswerSource Source(Wire wire) => new(new HttpClient(wire), new Uri("https://agent.test/"), "sha256:1", new VirtualTime());

    private sealed class Wire(string body) : HttpMessageHandler
    {
        public int Status { get; init; } = 200;

        public string? RetryAfter { get; init; }

        public bool Breaks { get; init; }

        public string Sent { get; private set; } = "";

        public string? Address { get; private set; }

        public string? ContentType { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent = await request.Content!.ReadAsStringAsync(cancellationToken);
            (Address, ContentType) = (request.RequestUri!.AbsoluteUri, request.Content.Headers.ContentType?.ToString());
            var response = new HttpResponseMessage((HttpStatusCode)Status) { Content = Breaks ? new StreamContent(new BrokenStream()) : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
            if (RetryAfter is not null)
            {
                response.Headers.TryAddWithoutValidation("Retry-After", RetryAfter);
            }

            return response;
        }

        private sealed class BrokenStream : MemoryStream
        {
            public override int Read(byte[] buffer, int offset, int count) => throw new IOException("connection reset");

            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("connection reset");
        }
    }
}
