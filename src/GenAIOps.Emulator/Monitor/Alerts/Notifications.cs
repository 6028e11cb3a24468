using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Tells the webhooks of action groups about alerts: those on this machine; nothing leaves it.</summary>
internal sealed class Notifications(ResourceStore store, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Notifications> logger) : IDisposable
{
    public const string ActionGroupType = "Microsoft.Insights/actionGroups";
    private static readonly TimeSpan[] Retries = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)];

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Returns at once; calls go on in the background, tried three times.</summary>
    public void Send(AlertRule rule, Alert alert)
    {
        string body = AlertShapes.Common(alert).ToJsonString();
        foreach (Uri receiver in rule.ActionGroups.SelectMany(Receivers).Distinct())
        {
            if (receiver.IsLoopback) _ = Task.Run(() => CallAsync(receiver, body, lifetime.ApplicationStopping), CancellationToken.None);
            else logger.LogInformation("Alert {Rule} {Condition}: {Receiver} is not on this machine and is not called.", alert.RuleName, alert.MonitorCondition, receiver.Host);
        }
    }

    public void Dispose() => _client.Dispose();

    private IEnumerable<Uri> Receivers(string actionGroup)
    {
        if (store.Get(actionGroup)?["properties"] is not { } properties || (bool?)properties["enabled"] == false) return [];
        return (properties["webhookReceivers"] as JsonArray ?? []).Select(receiver => new Uri((string)receiver!["serviceUri"]!));
    }

    private async Task CallAsync(Uri receiver, string body, CancellationToken stopping)
    {
        try
        {
            for (int attempt = 0; ; attempt++)
            {
                string problem = await TryAsync(receiver, body, stopping);
                if (problem is "") return;
                if (attempt == Retries.Length)
                {
                    logger.LogWarning("The webhook {Receiver} was not told of an alert: {Problem}.", receiver.GetLeftPart(UriPartial.Path), problem);
                    return;
                }
                await Task.Delay(Retries[attempt], time, stopping);
            }
        }
        catch (OperationCanceledException) { }
    }

    /// <returns>What went wrong, or nothing.</returns>
    private async Task<string> TryAsync(Uri receiver, string body, CancellationToken stopping)
    {
        try
        {
            using StringContent content = new(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await _client.PostAsync(receiver, content, stopping);
            return answer.IsSuccessStatusCode ? "" : $"it answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException error)
        {
            return error.Message;
        }
        catch (TaskCanceledException) when (!stopping.IsCancellationRequested)
        {
            return "it did not answer in 10 s";
        }
    }
}
