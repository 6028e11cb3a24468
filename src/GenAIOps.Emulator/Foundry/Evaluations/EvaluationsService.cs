using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>OpenAI's evals under a project, and the taxonomies that red-team runs name.</summary>
internal sealed class EvaluationsService(ModelDeployments projects, EvaluationStore store, EvaluationRuns runs, AgentStore agents, TimeProvider time) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        foreach (string root in (string[])["/api/projects/{project}/openai/v1/evals", "/api/projects/{project}/openai/evals"])
        {
            Map(api.MapPost(root, Answering(CreateAsync)));
            Map(api.MapGet(root, Answering(http => Task.FromResult(EvaluationShapes.Page(store.Evaluations.List(Project(http)).Select(EvaluationShapes.Evaluation), http.Request.Query)))));
            Map(api.MapGet($"{root}/{{eval}}", Answering(http => Task.FromResult(EvaluationShapes.Evaluation(Find(http))))));
            Map(api.MapDelete($"{root}/{{eval}}", Answering(http => Task.FromResult(Delete(Find(http))))));
            Map(api.MapPost($"{root}/{{eval}}/runs", Answering(CreateRunAsync)));
            Map(api.MapGet($"{root}/{{eval}}/runs", Answering(http => Task.FromResult(EvaluationShapes.Page(RunsOf(Find(http)).Select(EvaluationShapes.Run), http.Request.Query)))));
            Map(api.MapGet($"{root}/{{eval}}/runs/{{run}}", Answering(http => Task.FromResult(EvaluationShapes.Run(FindRun(http))))));
            Map(api.MapPost($"{root}/{{eval}}/runs/{{run}}", Answering(http => Task.FromResult(EvaluationShapes.Run(runs.Cancel(FindRun(http)))))));
            Map(api.MapDelete($"{root}/{{eval}}/runs/{{run}}", Answering(http => Task.FromResult(Delete(FindRun(http))))));
            Map(api.MapGet($"{root}/{{eval}}/runs/{{run}}/output_items", Answering(http => Task.FromResult(EvaluationShapes.Page(FindRun(http).Output.OfType<JsonObject>(), http.Request.Query)))));
            Map(api.MapGet($"{root}/{{eval}}/runs/{{run}}/output_items/{{item}}", Answering(http => Task.FromResult(FindItem(http)))));
        }
        Map(api.MapPut("/api/projects/{project}/evaluationtaxonomies/{name}", Answering(PutTaxonomyAsync)));
    }

    private static void Map(IEndpointConventionBuilder route) => route.RequireAuthorization(Policies.DataPlane);

    private async Task<JsonObject> CreateAsync(HttpContext http)
    {
        string project = Project(http);
        JsonObject body = await OpenAIRequest.ReadAsync(http);
        JsonObject items = body["data_source_config"] as JsonObject ?? throw CriteriaReader.Invalid("data_source_config", "is missing or not an object");
        if (OpenAIRequest.Text(items["type"]) is not ("custom" or "azure_ai_source"))
            throw CriteriaReader.Invalid("data_source_config.type", $"is {items["type"]?.ToJsonString() ?? "missing"}; this emulator serves custom and azure_ai_source");
        if (OpenAIRequest.Text(items["scenario"]) is not (null or "red_team"))
            throw CriteriaReader.Invalid("data_source_config.scenario", $"is {items["scenario"]!.ToJsonString()}; this emulator serves red_team");
        Evaluation evaluation = new(EvaluationRuns.NewId("eval"), project, time.GetUtcNow(), OpenAIRequest.Text(body["name"]) ?? "evaluation",
            items.DeepClone().AsObject(), body["testing_criteria"] as JsonArray is { } criteria ? criteria.DeepClone().AsArray() : [], body["metadata"]?.DeepClone() as JsonObject);
        CriteriaReader.Read(evaluation.Criteria, evaluation.IsRedTeam);
        store.Evaluations.Put(evaluation);
        http.Response.StatusCode = StatusCodes.Status201Created;
        return EvaluationShapes.Evaluation(evaluation);
    }

    private async Task<JsonObject> CreateRunAsync(HttpContext http)
    {
        Evaluation evaluation = Find(http);
        JsonObject body = await OpenAIRequest.ReadAsync(http);
        JsonObject source = body["data_source"] as JsonObject ?? throw CriteriaReader.Invalid("data_source", "is missing or not an object");
        RunPlan.Read(source, evaluation, store, agents);
        EvaluationRun run = new(EvaluationRuns.NewId("evalrun"), evaluation.Id, evaluation.Project, time.GetUtcNow(), OpenAIRequest.Text(body["name"]) ?? "run",
            source.DeepClone().AsObject(), RunStatus.Queued, null, []);
        store.Runs.Put(run);
        runs.Start(run);
        http.Response.StatusCode = StatusCodes.Status201Created;
        return EvaluationShapes.Run(run);
    }

    private async Task<JsonObject> PutTaxonomyAsync(HttpContext http)
    {
        if (http.Request.Query["api-version"].ToString() is "")
            throw new OpenAIErrorException(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        string project = Project(http), name = (string)http.GetRouteValue("name")!;
        if ((await OpenAIRequest.ReadAsync(http))["taxonomyInput"] is not JsonObject { } input || input["riskCategories"] is not JsonArray { Count: > 0 })
            throw CriteriaReader.Invalid("taxonomyInput.riskCategories", "must be a list of at least one category");
        int version = store.Taxonomies.List(project).Where(each => each.Name == name).Select(each => each.Version).DefaultIfEmpty().Max() + 1;
        Taxonomy taxonomy = new($"azureai://projects/{project}/evaluationtaxonomies/{name}/versions/{version}", project, time.GetUtcNow(), name, version, input.DeepClone().AsObject());
        store.Taxonomies.Put(taxonomy);
        return new JsonObject { ["id"] = taxonomy.Id, ["name"] = name, ["version"] = $"{version}", ["taxonomyInput"] = input.DeepClone() };
    }

    private JsonObject Delete(Evaluation evaluation)
    {
        foreach (EvaluationRun run in RunsOf(evaluation)) Delete(run);
        store.Evaluations.Delete(evaluation.Id);
        return new JsonObject { ["object"] = "eval.deleted", ["eval_id"] = evaluation.Id, ["deleted"] = true };
    }

    private JsonObject Delete(EvaluationRun run)
    {
        runs.Cancel(run);
        store.Runs.Delete(run.Id);
        return new JsonObject { ["object"] = "eval.run.deleted", ["run_id"] = run.Id, ["deleted"] = true };
    }

    private IEnumerable<EvaluationRun> RunsOf(Evaluation evaluation) => store.Runs.List(evaluation.Project).Where(run => run.EvaluationId == evaluation.Id);

    private string Project(HttpContext http)
    {
        string project = (string)http.GetRouteValue("project")!;
        return projects.ProjectId(project) is not null ? project : throw new OpenAIErrorException(404, "ProjectNotFound", $"The project '{project}' does not exist.");
    }

    private Evaluation Find(HttpContext http)
    {
        string id = (string)http.GetRouteValue("eval")!;
        return store.Evaluations.Get(Project(http), id) ?? throw new OpenAIErrorException(404, "not_found", $"There is no evaluation '{id}' in this project.", "eval_id");
    }

    private EvaluationRun FindRun(HttpContext http)
    {
        Evaluation evaluation = Find(http);
        string id = (string)http.GetRouteValue("run")!;
        return store.Runs.Get(evaluation.Project, id) is { } run && run.EvaluationId == evaluation.Id ? run
            : throw new OpenAIErrorException(404, "not_found", $"Evaluation '{evaluation.Id}' has no run '{id}'.", "run_id");
    }

    private JsonObject FindItem(HttpContext http)
    {
        string id = (string)http.GetRouteValue("item")!;
        return FindRun(http).Output.OfType<JsonObject>().FirstOrDefault(item => (string?)item["id"] == id) ?? throw new OpenAIErrorException(404, "not_found", $"There is no output item '{id}'.", "output_item_id");
    }

    private static RequestDelegate Answering(Func<HttpContext, Task<JsonObject>> handler) => OpenAIRequest.Answering(async http =>
    {
        JsonObject answer = await handler(http);
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    });
}
