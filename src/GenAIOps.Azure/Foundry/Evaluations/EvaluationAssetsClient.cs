using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>What runs refer to: datasets and taxonomies of one project.</summary>
public class EvaluationAssetsClient
{
    private const string Version = "api-version=v1";

    private readonly ProjectRest _project;
    private readonly AzureCloud _cloud;

    /// <param name="cloud">Whose credential and transport are used.</param>
    /// <param name="projectEndpoint"><c>https://{account}.services.ai.azure.com/api/projects/{project}</c>.</param>
    public EvaluationAssetsClient(AzureCloud cloud, Uri projectEndpoint)
    {
        _project = new ProjectRest(cloud, projectEndpoint);
        _cloud = cloud;
    }

    /// <summary>Makes or replaces what a red team attacks for.</summary>
    /// <param name="name">The taxonomy's.</param>
    /// <param name="target">Whom the attacks are made for.</param>
    /// <param name="riskCategories">Such as <c>ProhibitedActions</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public virtual async Task<Taxonomy> PutTaxonomyAsync(string name, AgentTarget target, IReadOnlyList<string> riskCategories, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(riskCategories);
        var address = new Uri($"{_project.Root}/evaluationtaxonomies/{ProjectRest.Segment(name)}?{Version}");
        var made = await _project.SendAsync(RequestMethod.Put, address, new JsonObject
        {
            ["taxonomyInput"] = new JsonObject
            {
                ["type"] = "agent",
                ["target"] = target.ToJson(),
                ["riskCategories"] = new JsonArray([.. riskCategories.Select(category => (JsonNode)category)]),
            },
        }, cancellationToken);
        return new Taxonomy(Id(made, address), made.Text("name") ?? name, made.Word("version"));
    }

    /// <summary>Uploads rows as a new version of a dataset: asks where to, sends the bytes there without our token, and registers them.</summary>
    /// <param name="name">The dataset's.</param>
    /// <param name="version">Must be new.</param>
    /// <param name="rows">JSON Lines, UTF-8.</param>
    /// <param name="cancellationToken">Stops; what is uploaded stays unregistered.</param>
    /// <exception cref="RequestFailedException">The project or its storage refused.</exception>
    public virtual async Task<DatasetVersion> UploadAsync(string name, string version, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var dataset = $"{_project.Root}/datasets/{ProjectRest.Segment(name)}/versions/{ProjectRest.Segment(version)}";
        var pending = new Uri($"{dataset}/startPendingUpload?{Version}");
        var place = await _project.SendAsync(RequestMethod.Post, pending, new JsonObject { ["pendingUploadType"] = "BlobReference" }, cancellationToken);
        var container = place.Text("blobReference", "credential", "sasUri") ?? place.Text("blobReferenceForConsumption", "credential", "sasUri");
        var root = place.Text("blobReference", "blobUri") ?? place.Text("blobReferenceForConsumption", "blobUri");
        if (!Uri.TryCreate(container, UriKind.Absolute, out var sas) || sas.Scheme != Uri.UriSchemeHttps || root is null)
            throw new RequestFailedException(200, $"POST {pending.GetLeftPart(UriPartial.Path)} named no https place to upload to. Nothing was uploaded. Has the project a storage account?");
        var file = $"{ProjectRest.Segment(name)}.jsonl";
        await PutBlobAsync(new UriBuilder(sas) { Path = $"{sas.AbsolutePath.TrimEnd('/')}/{file}" }.Uri, rows, cancellationToken);
        var address = new Uri($"{dataset}?{Version}");
        var made = await _project.SendAsync(
            RequestMethod.Patch, address, new JsonObject { ["type"] = "uri_file", ["dataUri"] = $"{root.TrimEnd('/')}/{file}" }, cancellationToken, "application/merge-patch+json");
        return new DatasetVersion(Id(made, address), made.Text("name") ?? name, made.Word("version") ?? version);
    }

    // The address itself is the secret, so it stands in no message.
    private async Task PutBlobAsync(Uri blob, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        using var http = _cloud.CreateHttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, blob) { Content = new ReadOnlyMemoryContent(rows) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new RequestFailedException((int)response.StatusCode, $"PUT {blob.GetLeftPart(UriPartial.Path)} was refused: {(int)response.StatusCode}. The dataset was not registered. Uploading again is safe.");
    }

    private static string Id(JsonObject made, Uri address) => made.Text("id") is { Length: > 0 } id
        ? id
        : throw new RequestFailedException(200, $"{address.GetLeftPart(UriPartial.Path)} answered without an id, so no run can name it. Is a proxy in between?");
}

/// <param name="Id">What a run names.</param>
/// <param name="Name">The taxonomy's.</param>
/// <param name="Version">Null where it is not told.</param>
public sealed record Taxonomy(string Id, string Name, string? Version);

/// <param name="Id">What a run names.</param>
/// <param name="Name">The dataset's.</param>
/// <param name="Version">Of the dataset.</param>
public sealed record DatasetVersion(string Id, string Name, string Version);
