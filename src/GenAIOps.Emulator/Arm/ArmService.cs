using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Arm;

/// <summary>Azure Resource Manager for resources of every type, at every api-version.</summary>
internal sealed class ArmService(ResourceStore store, ArmWrites writes, ArmOperations operations, Providers providers, LinkedAccess linked, AccessControl access) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.Map("/subscriptions/{**path}", AnswerAsync).RequireAuthorization(Policies.Management);
        api.Map("/providers/{**path}", AnswerAsync).RequireAuthorization(Policies.Management);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        ApiVersion.Check(http.Request);
        string path = http.Request.Path.Value!;
        if (!ResourceId.TryParse(path, out ResourceId? id)) throw ArmErrors.InvalidUri(path);
        bool isSubscription = id.Is(ResourceId.SubscriptionType);
        bool isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (!isRead && providers.Find(id.Type) is { IsReadOnly: true }) throw ArmErrors.MethodNotAllowed(http.Request.Method, path);
        await (http.Request.Method switch
        {
            "GET" when id.IsCollection => ListAsync(http, id),
            "GET" when !isSubscription => GetAsync(http, id),
            "HEAD" when !id.IsCollection => HeadAsync(http, id),
            "PUT" or "PATCH" when !id.IsCollection && !isSubscription => PutAsync(http, id),
            "DELETE" when !id.IsCollection && !isSubscription => DeleteAsync(http, id),
            _ => throw ArmErrors.MethodNotAllowed(http.Request.Method, path),
        });
    }

    private Task GetAsync(HttpContext http, ResourceId id)
    {
        CheckGroup(id);
        if (providers.Find(id.Type)?.Find(id) is { } unstored) return Json(http, unstored);
        JsonObject resource = store.Get(id.Value) ?? throw ArmWrites.NotFound(id);
        string etag = store.GetETag(id.Value) ?? throw ArmWrites.NotFound(id);
        http.Response.Headers.ETag = etag;
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && ArmWrites.Names(known, etag))
        {
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        }
        return Json(http, providers.Present(resource));
    }

    private Task HeadAsync(HttpContext http, ResourceId id)
    {
        http.Response.StatusCode = store.GetETag(id.Value) is null ? 404 : 204;
        return Task.CompletedTask;
    }

    private Task ListAsync(HttpContext http, ResourceId id)
    {
        if (id.Parent is { } parent)
        {
            writes.CheckPlace(id);
            if (parent.Is(ResourceId.ResourceGroupType) && store.GetETag(parent.Value) is null) throw ArmErrors.ResourceGroupNotFound(parent.Name);
        }
        IEnumerable<JsonObject> items = providers.Find(id.Type)?.List(id, http.Request.Query) ?? store.List(id.Parent?.Value ?? "", id.Type);
        if (id.Is(ResourceId.ResourceGroupType)) items = items.Where(group => access.Allows(Caller.Of(http)!, (string)group["id"]!, "Microsoft.Resources/subscriptions/resourceGroups/read"));
        JsonArray found = [.. items.Select(providers.Present)];
        return Json(http, new JsonObject { ["value"] = found });
    }

    private async Task PutAsync(HttpContext http, ResourceId id)
    {
        JsonNode? body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        JsonObject content = body as JsonObject ?? throw new JsonException("the body is not a JSON object");
        linked.CheckWrite(Caller.Of(http)!, id, content);
        WriteAnswer answer = await writes.PutAsync(id, content, HttpMethods.IsPatch(http.Request.Method), http.Request.Headers, http.RequestAborted);
        await SendAsync(http, id, answer);
    }

    private async Task DeleteAsync(HttpContext http, ResourceId id)
    {
        if (!id.Is(ResourceId.ResourceGroupType)) CheckGroup(id);
        linked.CheckDelete(Caller.Of(http)!, id, store.Get(id.Value));
        await SendAsync(http, id, await writes.DeleteAsync(id, http.Request.Headers, http.RequestAborted));
    }

    private async Task SendAsync(HttpContext http, ResourceId id, WriteAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (store.GetETag(id.Value) is { } etag) http.Response.Headers.ETag = etag;
        if (answer.Asynchronous)
        {
            http.Response.Headers["Azure-AsyncOperation"] = operations.StatusUrl(id);
            http.Response.Headers.RetryAfter = "0";
            if (answer.Status == 202) http.Response.Headers.Location = operations.ResultUrl(id);
        }
        if (answer.Resource is not null) await Json(http, providers.Present(answer.Resource));
    }

    private void CheckGroup(ResourceId id)
    {
        if (id.ResourceGroup is { } group && store.GetETag(group.Value) is null) throw ArmErrors.ResourceGroupNotFound(group.Name);
    }

    private static Task Json(HttpContext http, JsonObject body)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
