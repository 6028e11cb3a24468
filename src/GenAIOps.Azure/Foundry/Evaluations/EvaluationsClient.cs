using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>Cloud evaluations of one Foundry project: OpenAI's evals under <c>/openai/v1/evals</c>, with Foundry's evaluators and targets.</summary>
public class EvaluationsClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(10);

    private readonly ProjectRest _project;

    /// <param name="cloud">Whose credential and transport are used.</param>
    /// <param name="projectEndpoint"><c>https://{account}.services.ai.azure.com/api/projects/{project}</c>.</param>
    public EvaluationsClient(AzureCloud cloud, Uri projectEndpoint) => _project = new ProjectRest(cloud, projectEndpoint);

    /// <summary>Where it looks: the project's endpoint, without a slash at its end.</summary>
    public string Project => _project.Root;

    /// <summary>Makes an evaluation.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">It could judge nothing, or not tell criteria apart; nothing was sent.</exception>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public virtual async Task<string> CreateAsync(EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Problems().ToArray() is { Length: > 0 } problems)
            throw new ArgumentException($"Evaluation '{definition.Name}' was not made. {string.Join(" ", problems)}", nameof(definition));
        var made = await _project.SendAsync(RequestMethod.Post, Evals(), definition.ToJson(), cancellationToken);
        return made.Text("id") is { Length: > 0 } id
            ? id
            : throw new RequestFailedException(200, $"POST {Evals()} answered without an id, so evaluation '{definition.Name}' cannot be run. Is a proxy in between? Running this again makes another one.");
    }

    /// <summary>Deletes an evaluation with its runs; one that does not exist is deleted already.</summary>
    public virtual Task DeleteAsync(string evaluation, CancellationToken cancellationToken) =>
        _project.DeleteAsync(Evals(evaluation), cancellationToken);

    /// <summary>Starts a run. The pipeline waits as long as <c>Retry-After</c> says and asks five times.</summary>
    /// <param name="evaluation">The evaluation's id.</param>
    /// <param name="name">As the portal shows it.</param>
    /// <param name="source">What is judged.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">The service refused. With 429 it takes no more work now; the message says how many rows were sent.</exception>
    public virtual async Task<EvaluationRun> CreateRunAsync(string evaluation, string name, RunSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return EvaluationRun.Read(evaluation, await _project.SendAsync(
                RequestMethod.Post, Evals(evaluation, "/runs"), new JsonObject { ["name"] = name, ["data_source"] = source.ToJson() }, cancellationToken));
        }
        catch (RequestFailedException throttled) when (throttled.Status == 429)
        {
            throw new RequestFailedException(429, $"{throttled.Message} No run was started{Rows(source)}. Foundry limits how many runs are made and how large they are: send the rows in smaller batches.", throttled.ErrorCode, throttled);
        }
    }

    /// <summary>The run, or null if there is none.</summary>
    public virtual async Task<EvaluationRun?> GetRunAsync(string evaluation, string run, CancellationToken cancellationToken) =>
        await _project.GetAsync(Run(evaluation, run), cancellationToken) is { } found ? EvaluationRun.Read(evaluation, found) : null;

    /// <summary>Ends a run; what is judged is kept. A run that is over stays as it is.</summary>
    public virtual async Task<EvaluationRun> CancelRunAsync(string evaluation, string run, CancellationToken cancellationToken) =>
        EvaluationRun.Read(evaluation, await _project.SendAsync(RequestMethod.Post, Run(evaluation, run), null, cancellationToken));

    /// <summary>Waits until a run is completed, failed or cancelled.</summary>
    /// <param name="run">As it was made.</param>
    /// <param name="deadline">From now on.</param>
    /// <param name="progress">Told the run each time it was looked at; null: nobody.</param>
    /// <param name="cancellationToken">Stops waiting; the run goes on.</param>
    /// <exception cref="TimeoutException">Not over after the deadline; the run goes on.</exception>
    /// <exception cref="RequestFailedException">It was deleted meanwhile.</exception>
    public virtual async Task<EvaluationRun> WaitAsync(EvaluationRun run, TimeSpan deadline, IProgress<EvaluationRun>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var end = _project.Time.GetUtcNow() + deadline;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            progress?.Report(run);
            if (run.IsOver)
                return run;
            if (_project.Time.GetUtcNow() >= end)
                throw new TimeoutException($"Run {run.Id} of evaluation {run.EvaluationId} is still {run.Status} after {deadline.TotalSeconds:0} s, and goes on. {(run.ReportUrl is { } report ? $"See {report}. " : "")}Wait longer, send fewer rows, or cancel it.");
            await Task.Delay(pause, _project.Time, cancellationToken);
            run = await GetRunAsync(run.EvaluationId, run.Id, cancellationToken)
                ?? throw new RequestFailedException(404, $"Run {run.Id} of evaluation {run.EvaluationId} was deleted while it was waited for; nothing was judged. Start it again.", "NotFound", null);
        }
    }

    /// <summary>Every item of every page of a run; join them by what the row holds, not by their order.</summary>
    public virtual async IAsyncEnumerable<OutputItem> GetOutputItemsAsync(string evaluation, string run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = ""; ;)
        {
            var address = Evals(evaluation, $"/runs/{ProjectRest.Segment(run)}/output_items", "?limit=100" + after);
            var page = await _project.GetAsync(address, cancellationToken)
                ?? throw new RequestFailedException(404, $"Run {run} of evaluation {evaluation} has no output items: it does not exist, or was deleted. Start it again.", "NotFound", null);
            string? last = null;
            foreach (var item in page.Items("data").Select(OutputItem.Read))
            {
                last = item.Id;
                yield return item;
            }

            last = page.Text("last_id") is { Length: > 0 } told ? told : last;
            var next = $"&after={ProjectRest.Segment(last ?? "")}";
            if (!page.Flag("has_more") || string.IsNullOrEmpty(last))
                yield break;
            if (next == after)
                throw new RequestFailedException(200, $"The output items of run {run} do not end: the page after '{last}' is that page again. Items may be missing, so nothing was judged. Run this again.");
            after = next;
        }
    }

    private static string Rows(RunSource source) => source switch
    {
        AgentAnswers { Rows: InlineRows inline } => $" for {inline.Rows.Count} rows",
        GivenAnswers { Rows: InlineRows inline } => $" for {inline.Rows.Count} rows",
        _ => "",
    };

    private Uri Run(string evaluation, string run) => Evals(evaluation, $"/runs/{ProjectRest.Segment(run)}");

    private Uri Evals(string? evaluation = null, string path = "", string query = "") =>
        new($"{_project.Root}/openai/v1/evals{(evaluation is null ? "" : $"/{ProjectRest.Segment(evaluation)}")}{path}{query}");
}
