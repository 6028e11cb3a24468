using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Arm;

/// <summary>Resource Manager's protocol: ids with an api-version, and changes that go on after they were accepted.</summary>
/// <param name="cloud">Whose credential and transport are used.</param>
/// <param name="operationDeadline">How long an accepted change may go on.</param>
/// <param name="busyDeadline">How long a change waits while another one is in progress; null: the pipeline's own.</param>
internal sealed class ArmPipeline(AzureCloud cloud, TimeSpan operationDeadline, TimeSpan? busyDeadline = null)
{
    private static readonly string[] Ended = ["Succeeded", "Failed", "Canceled"];

    private readonly RestPipeline _rest = busyDeadline is { } longest
        ? new(cloud, cloud.ResourceManager, cloud.ResourceManagerScope) { BusyDeadline = longest }
        : new(cloud, cloud.ResourceManager, cloud.ResourceManagerScope);

    public Task<JsonObject?> GetAsync(string resourceId, string apiVersion, CancellationToken cancellationToken) =>
        _rest.GetAsync(Address(resourceId, apiVersion), cancellationToken);

    public IAsyncEnumerable<JsonObject> GetPagesAsync(string path, string apiVersion, CancellationToken cancellationToken, string? query = null) =>
        _rest.GetPagesAsync(Address(path, apiVersion, query), cancellationToken);

    public async Task<JsonObject> GetOneAsync(string path, string apiVersion, string query, CancellationToken cancellationToken)
    {
        var address = Address(path, apiVersion, query);
        using var response = await _rest.SendAsync(RequestMethod.Get, address, null, cancellationToken);
        return RestPipeline.Body(response, RequestMethod.Get, address);
    }

    /// <summary>An action that ends with its response.</summary>
    public async Task PostAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        using var response = await _rest.SendAsync(RequestMethod.Post, Address(path, apiVersion), null, cancellationToken);
    }

    /// <summary>An action that ends with its response, which has a body.</summary>
    public async Task<JsonObject> InvokeAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        var address = Address(path, apiVersion);
        using var response = await _rest.SendAsync(RequestMethod.Post, address, null, cancellationToken);
        return RestPipeline.Body(response, RequestMethod.Post, address);
    }

    /// <summary>Creates, replaces or patches, waits until the change has ended, and returns the resource as it is then.</summary>
    /// <exception cref="RequestFailedException">Refused, or accepted and failed later.</exception>
    /// <exception cref="TimeoutException">Still going on after the deadline.</exception>
    public async Task<JsonObject> ChangeAsync(RequestMethod method, string resourceId, string apiVersion, JsonObject body, CancellationToken cancellationToken)
    {
        var address = Address(resourceId, apiVersion);
        using var accepted = await _rest.SendAsync(method, address, body, cancellationToken);
        var changed = await FinishAsync(accepted, method, address, cancellationToken);
        return changed ?? throw new RequestFailedException(404, $"{method} {resourceId} succeeded, but the resource is not there any more: someone deleted it meanwhile. Run this again.");
    }

    /// <summary>False if there was nothing to delete.</summary>
    public async Task<bool> DeleteAsync(string resourceId, string apiVersion, CancellationToken cancellationToken)
    {
        var address = Address(resourceId, apiVersion);
        try
        {
            using var accepted = await _rest.SendAsync(RequestMethod.Delete, address, null, cancellationToken);
            if (accepted.Status == 202)
                await FollowAsync(accepted, RequestMethod.Delete, address, cancellationToken);
            return accepted.Status != 204;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return false;
        }
    }

    private async Task<JsonObject?> FinishAsync(Response accepted, RequestMethod method, Uri address, CancellationToken cancellationToken)
    {
        if (await FollowAsync(accepted, method, address, cancellationToken))
            return await _rest.GetAsync(address, cancellationToken);

        // No header to follow: the resource itself tells (properties.provisioningState), or there is nothing to wait for.
        var deadline = cloud.Time.GetUtcNow() + operationDeadline;
        for (var resource = RestPipeline.Parse(accepted); ; resource = await _rest.GetAsync(address, cancellationToken))
        {
            switch (resource.Text("properties", "provisioningState"))
            {
                case null or "Succeeded":
                    return resource ?? await _rest.GetAsync(address, cancellationToken);
                case "Failed" or "Canceled":
                    throw Failed(resource, method, address);
                default:
                    await PauseAsync(_rest.RetryAfter(accepted), deadline, method, address, cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Polls what the response says to poll; false if it says nothing.</summary>
    private async Task<bool> FollowAsync(Response accepted, RequestMethod method, Uri address, CancellationToken cancellationToken)
    {
        var isOperation = accepted.Headers.TryGetValue("Azure-AsyncOperation", out var status);
        if (!isOperation && (accepted.Status != 202 || !accepted.Headers.TryGetValue("Location", out status)))
            return false;
        var poll = _rest.Trusted(status!);
        var deadline = cloud.Time.GetUtcNow() + operationDeadline;
        for (var wait = _rest.RetryAfter(accepted); ;)
        {
            await PauseAsync(wait, deadline, method, address, cancellationToken);
            using var answer = await _rest.SendAsync(RequestMethod.Get, poll, null, cancellationToken);
            wait = _rest.RetryAfter(answer);
            if (!isOperation && answer.Status != 202)
                return true;
            var state = isOperation ? RestPipeline.Body(answer, RequestMethod.Get, poll).Text("status") : null;
            if (state == "Succeeded")
                return true;
            if (Ended.Contains(state))
                throw Failed(RestPipeline.Parse(answer), method, address);
        }
    }

    private async Task PauseAsync(TimeSpan? wait, DateTimeOffset deadline, RequestMethod method, Uri address, CancellationToken cancellationToken)
    {
        if (cloud.Time.GetUtcNow() >= deadline)
            throw new TimeoutException(
                $"{method} {address.AbsolutePath} was accepted but has not ended after {operationDeadline.TotalMinutes:0.#} minutes. It may still end; run this again to see how it stands.");
        await Task.Delay(wait ?? TimeSpan.FromSeconds(2), cloud.Time, cancellationToken);
    }

    private static RequestFailedException Failed(JsonObject? operation, RequestMethod method, Uri address)
    {
        var error = operation.At("error") ?? operation.At("properties", "error");
        var code = error.Text("code") ?? operation.Text("status") ?? "Failed";
        return new RequestFailedException(
            0,
            $"{method} {address.AbsolutePath} was accepted and then failed: {code}: {error.Text("message")?.TrimEnd('.') ?? "no explanation given"}. The resource may be half made; correct the cause and run this again.",
            code,
            null);
    }

    private Uri Address(string path, string apiVersion, string? query = null) =>
        new(cloud.ResourceManager, $"{path}?{(query is null ? "" : query + "&")}api-version={apiVersion}");
}
