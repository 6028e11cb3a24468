using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>JSON to and from the data plane of one project.</summary>
internal sealed class ProjectRest
{
    private const string Scope = "https://ai.azure.com/.default";

    private readonly RestPipeline _rest;

    public ProjectRest(AzureCloud cloud, Uri projectEndpoint)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(projectEndpoint);
        Time = cloud.Time;
        Root = projectEndpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _rest = new RestPipeline(cloud, projectEndpoint, Scope);
    }

    public TimeProvider Time { get; }

    /// <summary>The project's endpoint, without a slash at its end.</summary>
    public string Root { get; }

    public static string Segment(string name) => Uri.EscapeDataString(name);

    public Task<JsonObject?> GetAsync(Uri address, CancellationToken cancellationToken) => _rest.GetAsync(address, cancellationToken);

    public async Task<JsonObject> SendAsync(RequestMethod method, Uri address, JsonObject? body, CancellationToken cancellationToken, string contentType = "application/json")
    {
        using var response = await _rest.SendAsync(method, address, body, cancellationToken, contentType);
        return RestPipeline.Body(response, method, address);
    }

    public async Task DeleteAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _rest.SendAsync(RequestMethod.Delete, address, null, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // What is not there is deleted.
        }
    }
}
