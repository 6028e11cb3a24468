using Azure;
using GenAIOps.Azure;
using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Foundry;

internal static class CloudRuns
{
    /// <summary>Waits for a run; who stops waiting by the token stops the run too, so that it costs no more.</summary>
    public static async Task<EvaluationRun> WaitAsync(
        EvaluationsClient client, EvaluationRun run, TimeSpan deadline, IProgress<EvaluationRun>? progress, TimeSpan cancelTime, CancellationToken cancellationToken)
    {
        try
        {
            return await client.WaitAsync(run, deadline, progress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var brief = new CancellationTokenSource(cancelTime);
            try
            {
                await client.CancelRunAsync(run.EvaluationId, run.Id, brief.Token);
            }
            catch (Exception e) when (e is RequestFailedException or AzureCloudException or OperationCanceledException)
            {
                // Who cancelled wants to go; the run ends by itself.
            }

            throw;
        }
    }
}
