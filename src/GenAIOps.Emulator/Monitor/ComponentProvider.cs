using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary><c>Microsoft.Insights/components</c>: Application Insights.</summary>
internal sealed class ComponentProvider(EmulatorInstance instance, Telemetry telemetry, TimeProvider time) : IResourceProvider
{
    public string Type => Telemetry.ComponentType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        JsonObject properties = write.Properties;
        JsonNode? existing = write.Existing?["properties"];
        string key = (string?)existing?["InstrumentationKey"] ?? Guid.NewGuid().ToString("D");
        string appId = (string?)existing?["AppId"] ?? Guid.NewGuid().ToString("D");
        write.Resource["kind"] ??= "web";
        properties["Application_Type"] ??= "web";
        properties["ApplicationId"] = write.Id.Name;
        properties["AppId"] = appId;
        properties["Name"] = write.Id.Name;
        properties["InstrumentationKey"] = key;
        properties["ConnectionString"] = $"InstrumentationKey={key};IngestionEndpoint={instance.Endpoint}/;LiveEndpoint={instance.Endpoint}/;ApplicationId={appId}";
        properties["CreationDate"] = existing?["CreationDate"]?.DeepClone() ?? time.GetUtcNow().UtcDateTime.ToString("O");
        properties["TenantId"] = write.Id.Subscription!.Name;
        properties["RetentionInDays"] = (int)TelemetryLog.Retention.TotalDays;
        return Task.FromResult(Provisioning.DoneWithOk);
    }

    public Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken)
    {
        if (Telemetry.KeyOf(resource) is { } key) telemetry.Delete(key);
        return Task.CompletedTask;
    }
}
