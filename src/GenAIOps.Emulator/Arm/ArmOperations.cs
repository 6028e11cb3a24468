using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

/// <summary>Work that goes on after its answer. Its progress is the resource's <c>provisioningState</c>, so that it can be polled after a restart too.</summary>
internal sealed class ArmOperations(ResourceStore store, EmulatorInstance instance, IHostApplicationLifetime lifetime, ILogger<ArmOperations> logger)
{
    private const string Error = "$error";
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);

    public bool IsRunning(string id) => _running.ContainsKey(ResourceId.KeyOf(id));

    /// <summary>Waits until no work on the resource goes on.</summary>
    public Task WaitAsync(string id, CancellationToken cancellationToken) =>
        _running.TryGetValue(ResourceId.KeyOf(id), out Task? work) ? work.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Begins the work; when it ends, <c>provisioningState</c> becomes Succeeded, or Failed if it threw.</summary>
    public void Start(string id, Func<CancellationToken, Task> work)
    {
        string key = ResourceId.KeyOf(id);
        TaskCompletionSource entered = new();
        _running[key] = entered.Task;
        _ = RunAsync(id, key, work, entered);
    }

    public string StatusUrl(ResourceId id) => Url(id, "operationStatuses");

    public string ResultUrl(ResourceId id) => Url(id, "operationResults");

    /// <returns>The resource that an operation is about, or null when the id of the operation is none of ours.</returns>
    public static string? ResourceOf(string operation)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(operation));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <returns>Azure's status body, or null when the resource is gone.</returns>
    public JsonObject? Status(string operation, string path)
    {
        if (ResourceOf(operation) is not { } id || store.Get(id) is not { } resource) return null;
        string state = (string?)resource["properties"]?["provisioningState"] ?? "Succeeded";
        JsonObject status = new() { ["id"] = path, ["name"] = operation, ["status"] = state };
        if (state is "Failed") status["error"] = resource[Error]?.DeepClone() ?? new JsonObject { ["code"] = "OperationFailed", ["message"] = $"Provisioning of {id} failed." };
        return status;
    }

    private string Url(ResourceId id, string kind)
    {
        string operation = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id.Value));
        return $"{instance.Endpoint}/subscriptions/{id.Subscription?.Name ?? EmulatorInstance.SubscriptionId}/providers/{id.Namespace}/locations/{EmulatorInstance.Location}/{kind}/{operation}?api-version=2025-07-01";
    }

    private async Task RunAsync(string id, string key, Func<CancellationToken, Task> work, TaskCompletionSource entered)
    {
        CancellationToken stopping = lifetime.ApplicationStopping;
        try
        {
            await work(stopping);
            Finish(id, key, "Succeeded", null);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The next start of the emulator takes it up again: the resource says InProgress.
            _running.TryRemove(key, out _);
        }
        catch (Exception error)
        {
            if (error is not (AzureErrorException or WorkloadStartException)) logger.LogError(error, "Provisioning of {Id} failed.", id);
            string code = error is AzureErrorException azure ? azure.Code : StateFile.IsFull(error) ? ErrorAnswers.FullCode : "OperationFailed";
            string message = StateFile.IsFull(error) ? ErrorAnswers.FullMessage(instance.State, error) : error.Message;
            Finish(id, key, "Failed", new JsonObject { ["code"] = code, ["message"] = message });
        }
        finally
        {
            entered.SetResult();
        }
    }

    private void Finish(string id, string key, string state, JsonObject? error)
    {
        _running.TryRemove(key, out _);
        try
        {
            store.Update(id, resource =>
            {
                resource["properties"]!["provisioningState"] = state;
                if (error is null) resource.Remove(Error);
                else resource[Error] = error;
            });
        }
        catch (IOException unsaved)
        {
            logger.LogError(unsaved, "Provisioning of {Id} ended as {State}, which could not be saved.", id, state);
        }
    }
}
