using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Arm;

/// <summary>A PUT or PATCH that ARM has checked: the group and the parents exist, the preconditions hold.</summary>
/// <param name="Id">The resource's id.</param>
/// <param name="Resource">What will be saved; PATCH is already merged. The provider fills its read-only properties in.</param>
/// <param name="Existing">What is saved now; null when the resource is new.</param>
internal sealed record ResourceWrite(ResourceId Id, JsonObject Resource, JsonObject? Existing)
{
    /// <summary><c>properties</c> of <see cref="Resource"/>; made when missing.</summary>
    public JsonObject Properties => Resource["properties"] as JsonObject ?? (JsonObject)(Resource["properties"] = new JsonObject());
}

/// <summary>How a write goes on after it is saved.</summary>
/// <param name="Asynchronous">The answer carries <c>Azure-AsyncOperation</c>.</param>
/// <param name="Continue">Runs after the save; <c>properties.provisioningState</c> is InProgress until it ends, then Succeeded or (if it throws) Failed.</param>
internal sealed record Provisioning(bool Asynchronous = false, Func<CancellationToken, Task>? Continue = null, int CreatedStatus = 201)
{
    public static readonly Provisioning Done = new();

    /// <summary>For the types whose specification knows no 201: a new one is answered as a changed one.</summary>
    public static readonly Provisioning DoneWithOk = new(CreatedStatus: 200);
}

/// <summary>What one resource type does beyond being stored. Types without a provider are stored as they are given.</summary>
internal interface IResourceProvider
{
    /// <summary>For example <c>Microsoft.App/containerApps</c>.</summary>
    string Type { get; }

    /// <summary>True: clients may read such resources, only the emulator writes them.</summary>
    bool IsReadOnly => false;

    /// <summary>Called before the save; throws <see cref="Hosting.AzureErrorException"/> to refuse. Writes of one resource never overlap.</summary>
    Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken);

    /// <summary>Called before the resource is deleted, its children first.</summary>
    Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A resource that is there without being stored; null: only what is stored.</summary>
    JsonObject? Find(ResourceId id) => null;

    /// <summary>What a list of the collection holds; null: what is stored at the collection's parent or below it.</summary>
    IEnumerable<JsonObject>? List(ResourceId collection, IQueryCollection query) => null;

    /// <summary>The resource as a reader sees it: hides secrets, adds what is only known now. The argument is a copy.</summary>
    JsonObject OnGet(JsonObject resource) => resource;
}
