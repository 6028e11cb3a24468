using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>What can be done with revisions: activate, deactivate, restart, see their replicas.</summary>
internal sealed class RevisionService(ResourceStore store, WriteLocks locks, ArmOperations operations, AppProvisioning provisioning, Fleet fleet) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder app = api.MapGroup("/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/containerApps/{app}")
            .RequireAuthorization(Policies.Management)
            .AddEndpointFilter((context, next) =>
            {
                ApiVersion.Check(context.HttpContext.Request);
                return next(context);
            });
        app.MapPost("/listSecrets", (HttpContext http) => Results.Json(new JsonObject { ["value"] = (Find(http).Configuration["secrets"] ?? new JsonArray()).DeepClone() }));
        app.MapPost("/revisions/{revision}/activate", (HttpContext http, string revision, CancellationToken stop) => WriteAsync(http, revision, Activate, stop));
        app.MapPost("/revisions/{revision}/deactivate", (HttpContext http, string revision, CancellationToken stop) => WriteAsync(http, revision, Deactivate, stop));
        app.MapPost("/revisions/{revision}/restart", (HttpContext http, string revision, CancellationToken stop) => WriteAsync(http, revision, Restart, stop));
        app.MapGet("/revisions/{revision}/replicas", (HttpContext http, string revision) => Results.Json(new JsonObject { ["value"] = new JsonArray([.. Replicas(http, revision)]) }));
        app.MapGet("/revisions/{revision}/replicas/{replica}", (HttpContext http, string revision, string replica) =>
            Results.Json(Replicas(http, revision).FirstOrDefault(each => (string?)each["name"] == replica)
                ?? throw AzureErrorException.NotFound("ReplicaNotFound", $"The revision '{revision}' has no replica '{replica}'.")));
    }

    private async Task<IResult> WriteAsync(HttpContext http, string revision, Action<AppDocument, string, JsonNode> action, CancellationToken cancellationToken)
    {
        using IDisposable held = await locks.EnterAsync(Find(http).Id, cancellationToken);
        AppDocument app = Find(http);
        if (operations.IsRunning(app.Id))
            throw AzureErrorException.Conflict("ContainerAppOperationInProgress", $"Cannot modify a container app '{app.Name}' because there is another operation in progress. Nothing was changed; wait for that one to end and send this again.");
        action(app, revision, FindRevision(app, revision)["properties"]!);
        return Results.Ok();
    }

    private void Activate(AppDocument app, string revision, JsonNode properties)
    {
        bool failed = (string?)properties["provisioningState"] is "Failed";
        if ((bool?)properties["active"] != true || failed) provisioning.Activate(app, revision);
    }

    private void Deactivate(AppDocument app, string revision, JsonNode properties)
    {
        if ((bool?)properties["active"] != true) return;
        int weight = app.Traffic.Where(rule => rule.Resolve(app.LatestReadyRevision) == revision).Sum(rule => rule.Weight);
        if (weight > 0 && app.Ingress is not null)
            throw AzureErrorException.BadRequest("RevisionHasTraffic", $"The revision '{revision}' has {weight} % of the traffic of container app '{app.Name}' and was left active. Give its traffic to another revision first.");
        provisioning.Deactivate(app, revision);
    }

    private void Restart(AppDocument app, string revision, JsonNode properties)
    {
        RevisionRuntime runtime = fleet.Find(app.RevisionId(revision))
            ?? throw AzureErrorException.BadRequest("RevisionNotRunning", $"The revision '{revision}' is not running, so it cannot be restarted. Activate it instead.");
        _ = runtime.RestartAsync(CancellationToken.None);
    }

    private IEnumerable<JsonObject> Replicas(HttpContext http, string revision)
    {
        AppDocument app = Find(http);
        JsonNode template = FindRevision(app, revision)["properties"]!["template"]!;
        if (fleet.Find(app.RevisionId(revision)) is not { } runtime) yield break;
        foreach (Replica replica in runtime.Replicas)
        {
            bool ready = replica.State is ReplicaState.Ready;
            yield return new JsonObject
            {
                ["id"] = $"{app.RevisionId(revision)}/replicas/{replica.Name}",
                ["name"] = replica.Name,
                ["type"] = "Microsoft.App/containerApps/revisions/replicas",
                ["properties"] = new JsonObject
                {
                    ["createdTime"] = replica.Process?.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    ["runningState"] = ready ? "Running" : "NotRunning",
                    ["runningStateDetails"] = replica.Problem ?? "",
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = (string?)template["containers"]![0]!["name"],
                        ["ready"] = ready,
                        ["started"] = replica.Process is not null,
                        ["restartCount"] = replica.Restarts,
                        ["runningState"] = ready ? "Running" : replica.State is ReplicaState.Ended ? "Terminated" : "Waiting",
                    }),
                },
            };
        }
    }

    private AppDocument Find(HttpContext http)
    {
        RouteValueDictionary route = http.Request.RouteValues;
        ResourceId id = ResourceId.Parse($"/subscriptions/{route["subscription"]}/resourceGroups/{route["group"]}/providers/{AppDocument.Type}/{route["app"]}");
        return store.Get(id.Value) is { } resource ? new AppDocument(resource) : throw ArmErrors.ResourceNotFound(id);
    }

    private JsonObject FindRevision(AppDocument app, string revision) => store.Get(app.RevisionId(revision))
        ?? throw AzureErrorException.NotFound("RevisionNotFound", $"The container app '{app.Name}' has no revision '{revision}'.");
}
