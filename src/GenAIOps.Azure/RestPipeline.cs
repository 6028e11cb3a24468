using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace GenAIOps.Azure;

/// <summary>JSON over one service's pipeline: sends, waits while another change is under way, follows pages, and words refusals.</summary>
internal sealed class RestPipeline(AzureCloud cloud, Uri endpoint, string scope)
{
    private static readonly string[] Busy =
        ["ContainerAppOperationInProgress", "ContainerAppLockConflict", "OperationInProgress", "AnotherOperationInProgress", "ConflictingOperationInProgress", "RequestConflict"];

    private readonly HttpPipeline _pipeline = cloud.CreatePipeline(scope);

    /// <summary>How long a change waits for another one to end before the 409 is reported.</summary>
    public TimeSpan BusyDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the service refused because another change is in progress.</summary>
    public static bool IsBusy(RequestFailedException refusal) => refusal.Status == 409 && Busy.Contains(refusal.ErrorCode);

    /// <summary>The resource, or null if there is none (404).</summary>
    public async Task<JsonObject?> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await SendOnceAsync(RequestMethod.Get, address, null, cancellationToken);
        if (response.Status == 404 && ErrorCode(response) is not ("SubscriptionNotFound" or "InvalidSubscriptionId"))
            return null;
        return Body(response, RequestMethod.Get, address);
    }

    /// <summary>Every item of every page of a listing.</summary>
    public async IAsyncEnumerable<JsonObject> GetPagesAsync(Uri address, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = address; page is not null;)
        {
            using var response = await SendOnceAsync(RequestMethod.Get, page, null, cancellationToken);
            var body = Body(response, RequestMethod.Get, page);
            foreach (var item in body.Items("value"))
                yield return item;
            page = body.Text("nextLink") is { Length: > 0 } next ? Trusted(next) : null;
        }
    }

    /// <summary>Sends a change, and again while the service says that another one is in progress.</summary>
    /// <exception cref="RequestFailedException">The service refused; the message names the request, the code and what to do.</exception>
    public async Task<Response> SendAsync(
        RequestMethod method, Uri address, JsonNode? body, CancellationToken cancellationToken, string contentType = "application/json")
    {
        var content = body is null ? null : new Payload(BinaryData.FromString(body.ToJsonString()), contentType);
        var deadline = cloud.Time.GetUtcNow() + BusyDeadline;
        for (var pause = TimeSpan.FromMilliseconds(500); ; pause = Min(pause * 2, TimeSpan.FromSeconds(15)))
        {
            var response = await SendOnceAsync(method, address, content, cancellationToken);
            if (!response.IsError)
                return response;
            var wait = RetryAfter(response) ?? pause;
            if (response.Status != 409 || !Busy.Contains(ErrorCode(response)) || cloud.Time.GetUtcNow() + wait > deadline)
                throw Refusal(response, method, address);
            response.Dispose();
            await Task.Delay(wait, cloud.Time, cancellationToken);
        }
    }

    public static JsonObject Body(Response response, RequestMethod method, Uri address)
    {
        if (response.IsError)
            throw Refusal(response, method, address);
        return Parse(response) ?? throw new RequestFailedException(
            response.Status,
            $"{method} {address} answered {response.Status} with something that is not a JSON object ({response.Headers.ContentType ?? "no content type"}). Is a proxy in between?");
    }

    /// <summary>An address which the service gave, if it may be sent our token: the service itself or one of its regions.</summary>
    public Uri Trusted(string address) =>
        Uri.TryCreate(endpoint, address, out var target)
        && target.Scheme == endpoint.Scheme && target.Port == endpoint.Port
        && (target.Host == endpoint.Host || target.Host.EndsWith('.' + endpoint.Host, StringComparison.OrdinalIgnoreCase))
            ? target
            : throw new AzureCloudException(
                $"Cloud '{cloud.Name}' pointed to '{address}', which is not part of {endpoint}. The token was not sent there. Check which server answers at {endpoint}.");

    /// <summary>What <c>Retry-After</c> asks for; null without the header.</summary>
    public TimeSpan? RetryAfter(Response response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text) || text is null)
            return null;
        var wait = int.TryParse(text, out var seconds) ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var instant) ? instant - cloud.Time.GetUtcNow()
            : TimeSpan.FromSeconds(2);
        return Max(TimeSpan.FromMilliseconds(50), Min(wait, TimeSpan.FromMinutes(1)));
    }

    public static JsonObject? Parse(Response response)
    {
        try
        {
            return response.ContentStream is null ? null : JsonNode.Parse(response.Content) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static RequestFailedException Refusal(Response response, RequestMethod method, Uri address)
    {
        var code = ErrorCode(response) ?? response.ReasonPhrase;
        var message = (Parse(response).At("error") ?? Parse(response)).Text("message")?.TrimEnd('.', ' ') ?? "no explanation given";
        var next = response.Status switch
        {
            401 => "The token was not accepted. Sign in again ('az login'), or restart the emulator so that its token and instance.json agree.",
            403 => "Give the signed-in identity a role on this scope, or run Provision, which assigns the roles that a release needs.",
            404 => "Check the name, the resource group and the subscription; Provision creates what is missing.",
            409 => "Wait until the other change has ended, then run this again.",
            412 => "Someone else changed it meanwhile. Run this again; it starts from the present state.",
            429 => "Azure throttles this identity; wait a minute and run this again.",
            >= 500 => "The service is in trouble; running this again is safe.",
            _ => "Correct the request; the service has not applied it.",
        };
        return new RequestFailedException(
            response.Status, $"{method} {address.GetLeftPart(UriPartial.Path)} was refused: {response.Status} {code}: {message}. {next}", code, null);
    }

    public static string? ErrorCode(Response response) =>
        response.Headers.TryGetValue("x-ms-error-code", out var header) ? header : (Parse(response).At("error") ?? Parse(response)).Text("code");

    private async Task<Response> SendOnceAsync(RequestMethod method, Uri address, Payload? payload, CancellationToken cancellationToken)
    {
        // A buffered response outlives its message.
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        message.Request.Headers.Add("Accept", "application/json");
        if (payload is not null)
        {
            message.Request.Headers.Add("Content-Type", payload.ContentType);
            message.Request.Content = RequestContent.Create(payload.Json);
        }
        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed record Payload(BinaryData Json, string ContentType);
}
