using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Arm;

/// <summary>The providers by type, and what every reader of a resource sees.</summary>
/// <remarks>Resolved late: providers may themselves need what needs this.</remarks>
internal sealed class Providers(IServiceProvider services)
{
    private readonly Lazy<Dictionary<string, IResourceProvider>> _byType = new(() =>
        services.GetServices<IResourceProvider>().ToDictionary(provider => provider.Type, StringComparer.OrdinalIgnoreCase));

    public IResourceProvider? Find(string type) => _byType.Value.GetValueOrDefault(type);

    public JsonObject Present(JsonObject stored)
    {
        JsonObject resource = Find((string)stored["type"]!)?.OnGet(stored) ?? stored;
        foreach (string key in resource.Select(pair => pair.Key).Where(key => key.StartsWith('$')).ToList()) resource.Remove(key);
        return resource;
    }
}
