using System.Globalization;
using System.Net;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>The registry has forgotten an upload, or cannot go on with it.</summary>
internal sealed class UploadGoneException(string message) : Exception(message);

/// <summary>An upload that the registry has begun: where it goes on, and how much of it is there.</summary>
internal sealed class UploadSession(RegistryTransport transport, RegistryAddress address)
{
    public Uri Location { get; private set; } = address.Root;

    /// <summary>Bytes that the registry has.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the registry's word was taken for how much it has.</summary>
    public bool WasResumed { get; private set; }

    /// <summary>Bytes that a piece must have at least; 0 where the registry does not mind.</summary>
    public long LeastPiece { get; private set; }

    /// <exception cref="AzureCloudException">The registry names no place, or one that is not its own.</exception>
    public void Begin(HttpResponseMessage started)
    {
        if (started.Headers.Location is null)
        {
            throw new AzureCloudException($"Registry {address.LoginServer} started an upload and named no location. Nothing was published. Is {address.LoginServer} a registry?");
        }

        Move(started);
        LeastPiece = started.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var least) ? least : 0;
    }

    /// <summary>The registry took a piece that ends at <paramref name="end"/>.</summary>
    public void Took(HttpResponseMessage response, long end)
    {
        Move(response);
        var has = RangeEnd(response) ?? end;
        Offset = has == end ? end : throw new UploadGoneException($"the registry has {has} bytes where {end} were sent");
    }

    /// <summary>Asks the registry how much it has.</summary>
    /// <exception cref="UploadGoneException">It has nothing any more, or does not know.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, Location, HttpStatusCode.NotFound, HttpStatusCode.Gone, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed, HttpStatusCode.RequestedRangeNotSatisfiable);
        using var response = await transport.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new UploadGoneException($"the registry answered {(int)response.StatusCode} when it was asked how much it has");
        }

        Move(response);
        (Offset, WasResumed) = (RangeEnd(response) ?? 0, true);
    }

    /// <summary>Tells the registry to forget it. A registry that does not listen forgets it by itself some day.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await transport.SendAsync(new RegistryRequest(HttpMethod.Delete, Location) { MayRepeat = false }, cancellationToken);
        }
        catch (Exception e) when (e is AzureCloudException or BrokenConnectionException or OperationCanceledException)
        {
            // What stopped the upload is the news.
        }
    }

    private void Move(HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location)
        {
            return;
        }

        var target = new Uri(address.Root, location);
        Location = address.IsSameServer(target)
            ? target
            : throw new AzureCloudException($"Registry {address.LoginServer} sends an upload to {target.Scheme}://{target.Authority}. Nothing was published: the token is for {address.LoginServer} only. Find out who changes the registry.");
    }

    // "0-99", or as HTTP writes it "bytes=0-99"; "0-0" stands for nothing, though one byte would look the same.
    private static long? RangeEnd(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Range", out var values))
        {
            return null;
        }

        var dash = values.ToString().LastIndexOf('-');
        return dash >= 0 && long.TryParse(values.ToString().AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last < long.MaxValue
            ? last == 0 ? 0 : last + 1
            : null;
    }
}
