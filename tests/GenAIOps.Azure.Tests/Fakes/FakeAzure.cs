using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using GenAIOps.Azure;

namespace GenAIOps.Fakes;

/// <summary>What went over the wire.</summary>
internal sealed record Sent(string Method, Uri Uri, string? Authorization, string? ContentType, string Body)
{
    public string Line => $"{Method} {Uri.AbsolutePath}";

    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>A scripted service behind a real pipeline: the last answer given for a request repeats.</summary>
internal sealed class FakeAzure
{
    private readonly Dictionary<string, Queue<Func<Sent, HttpResponseMessage>>> _answers = [];

    public List<Sent> Log { get; } = [];

    public InstantTime Time { get; } = new();

    public AzureCloud Cloud => AzureCloud.At(
        "fake", new Uri("https://arm.example/"), new FakeCredential(), new Wire(this), Time, TimeSpan.FromMilliseconds(1));

    public IEnumerable<string> Lines => Log.Select(sent => sent.Line);

    public FakeAzure On(string method, string path, int status, string body = "", params (string Name, string Value)[] headers) =>
        On(method, path, _ => Answer(status, body, headers));

    public FakeAzure On(string method, string path, Func<Sent, HttpResponseMessage> answer)
    {
        if (!_answers.TryGetValue($"{method} {path}", out var queue))
            _answers[$"{method} {path}"] = queue = [];
        queue.Enqueue(answer);
        return this;
    }

    /// <summary>Answers what nothing else is scripted for.</summary>
    public Func<Sent, HttpResponseMessage>? Otherwise { get; set; }

    public static HttpResponseMessage Answer(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    public static string Error(string code, string message) => $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = new Sent(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Authorization?.ToString(),
            request.Content?.Headers.ContentType?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        lock (Log) Log.Add(sent);
        if (!_answers.TryGetValue(sent.Line, out var queue))
            return Otherwise?.Invoke(sent) ?? Answer(404, Error("ResourceNotFound", $"nothing is scripted for {sent.Line}"));
        var answer = queue.Count > 1 ? queue.Dequeue() : queue.Peek();
        return answer(sent);
    }

    private sealed class Wire(FakeAzure azure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            azure.AnswerAsync(request, cancellationToken);
    }

    private sealed class FakeCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new($"token-for-{requestContext.Scopes[0]}", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
