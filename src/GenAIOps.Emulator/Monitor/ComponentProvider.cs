using System.Security.Cryptography;
using System.Text;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary><c>Microsoft.Insights/components</c>: where telemetry is sent to, and under which key.</summary>
internal sealed class ComponentProvider(EmulatorInstance instance) : IResourceProvider
{
    public const string ComponentType = "Microsoft.Insights/components";

    public string Type => ComponentType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        string key = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(write.Id.Value.ToLowerInvariant())).AsSpan(0, 16)).ToString();
        write.Properties["InstrumentationKey"] = key;
        write.Properties["AppId"] = key;
        write.Properties["ConnectionString"] = $"InstrumentationKey={key};IngestionEndpoint={instance.Endpoint}/;LiveEndpoint={instance.Endpoint}/";
        return Task.FromResult(Provisioning.Done);
    }
}
