using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Has the rules evaluated as long as the emulator runs.</summary>
internal sealed class AlertLoop(AlertEvaluator evaluator, TimeProvider time, ILogger<AlertLoop> log) : IBackgroundWork
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    public Task StartAsync(CancellationToken stopping)
    {
        _ = RunAsync(stopping);
        return Task.CompletedTask;
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    await evaluator.EvaluateAsync(stopping);
                }
                catch (Exception error) when (error is IOException or InvalidOperationException or FormatException or AzureErrorException)
                {
                    log.LogWarning("Alert rules could not be evaluated: {Message}", error.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The emulator stops.
        }
    }
}
