using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>Runs evaluations in the background, two at once; a run that the emulator's stop interrupted starts anew with the next start.</summary>
internal sealed class EvaluationRuns(EvaluationStore store, AgentStore agents, AgentCaller caller, JudgeRoles roles, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<EvaluationRuns> logger) : IBackgroundWork, IDisposable
{
    private const int AtOnce = 2, RowsAtOnce = 4;
    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    public Task StartAsync(CancellationToken stopping)
    {
        foreach (EvaluationRun run in store.Runs.List().Where(run => !run.IsOver)) Start(run);
        return Task.CompletedTask;
    }

    public void Start(EvaluationRun run)
    {
        CancellationTokenSource cancel = _running[run.Id] = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _ = Task.Run(() => RunAsync(run, cancel), CancellationToken.None);
    }

    /// <summary>Ends a run; what is judged is kept when it has ended.</summary>
    /// <returns>The run as it is now.</returns>
    public EvaluationRun Cancel(EvaluationRun run)
    {
        EvaluationRun now = store.Runs.Update(run.Id, known => known is null or { IsOver: true } ? null : known with { Status = RunStatus.Canceled }) ?? run;
        try
        {
            if (_running.TryGetValue(run.Id, out CancellationTokenSource? cancel)) cancel.Cancel();
        }
        catch (ObjectDisposedException) { } // It ended at this very moment.
        return now;
    }

    public void Dispose() => _places.Dispose();

    private async Task RunAsync(EvaluationRun run, CancellationTokenSource cancel)
    {
        ConcurrentQueue<JsonObject> output = new();
        try
        {
            await _places.WaitAsync(cancel.Token);
            try
            {
                store.Runs.Update(run.Id, known => known is { Status: RunStatus.Queued } ? known with { Status = RunStatus.InProgress } : null);
                await JudgeAsync(run, output, cancel.Token);
            }
            finally
            {
                _places.Release();
            }
            End(run, RunStatus.Completed, null, output);
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Still in progress: the next start of the emulator begins it anew. A stop takes away what a run needs, so it may end by any exception.
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            End(run, RunStatus.Canceled, null, output);
        }
        catch (Exception error)
        {
            if (error is not OpenAIErrorException) logger.LogError(error, "Evaluation run {Run} failed.", run.Id);
            End(run, RunStatus.Failed, error.Message, output);
        }
        finally
        {
            _running.TryRemove(run.Id, out _);
            cancel.Dispose();
        }
    }

    private async Task JudgeAsync(EvaluationRun run, ConcurrentQueue<JsonObject> output, CancellationToken cancellationToken)
    {
        Evaluation evaluation = store.Evaluations.Get(run.Project, run.EvaluationId) ?? throw new InvalidOperationException($"The evaluation {run.EvaluationId} was deleted.");
        IReadOnlyList<Criterion> criteria = CriteriaReader.Read(evaluation.Criteria, evaluation.IsRedTeam);
        RunPlan plan = RunPlan.Read(run.Source, evaluation, store, agents);
        Dictionary<string, UnscoredException?> unavailable = criteria.ToDictionary(criterion => criterion.Name, criterion => roles.Problem(run.Project, criterion), StringComparer.Ordinal);
        await Parallel.ForEachAsync(plan.Rows.Index(), new ParallelOptions { MaxDegreeOfParallelism = RowsAtOnce, CancellationToken = cancellationToken }, async (row, token) =>
        {
            EvaluationRow answered = new(row.Item, await SampleAsync(run.Project, plan, row.Item, token));
            JsonArray results = [.. criteria.Select(criterion => criterion.Judge(answered, unavailable[criterion.Name]))];
            output.Enqueue(EvaluationShapes.OutputItem(run, row.Index, answered, results, time.GetUtcNow()));
        });
    }

    private async Task<JsonObject> SampleAsync(string project, RunPlan plan, JsonObject item, CancellationToken cancellationToken)
    {
        if (plan.Target is not { } target) return [];
        try
        {
            EvaluationRow row = new(item, []);
            ChatMessage[] messages = [.. plan.Messages.Select(message => message with { Text = Template.Fill(message.Text, row) })];
            return await caller.AskAsync(project, target.Name, target.Version!, messages, cancellationToken);
        }
        catch (UnscoredException unasked)
        {
            return new JsonObject { ["error"] = new JsonObject { ["code"] = unasked.Code, ["message"] = unasked.Message } };
        }
    }

    private void End(EvaluationRun run, RunStatus status, string? problem, IEnumerable<JsonObject> output)
    {
        try
        {
            store.Runs.Update(run.Id, known => known is null ? null
                : known with { Status = known.Status == RunStatus.Canceled ? RunStatus.Canceled : status, Problem = problem, Output = [.. output] });
        }
        catch (IOException error)
        {
            logger.LogError(error, "The results of evaluation run {Run} could not be saved; the next start of the emulator begins it anew.", run.Id);
        }
    }

    public static string NewId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}_{Guid.NewGuid():N}");
}
