using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

/// <summary>The registry's API (OCI Distribution 1.1): finds the operation, checks the scope, answers errors in the registry's form.</summary>
internal sealed partial class RegistryService(EmulatorInstance instance, RegistryTokens tokens, Repositories repositories, BlobStore blobs) : IService
{
    private readonly BlobEndpoints _blobs = new(blobs, repositories);
    private readonly ManifestEndpoints _manifests = new(blobs, repositories);

    private readonly MetadataEndpoints _metadata = new(blobs, repositories, instance.LoginServer);

    public void Map(IEndpointRouteBuilder api)
    {
        api.Map("/v2/{**path}", http => AnswerAsync(http, () => RouteAsync(http, Rest(http, "/v2").TrimStart('/')))).AllowAnonymous();
        api.Map("/acr/v1/{**path}", http => AnswerAsync(http, () => RouteMetadataAsync(http, Rest(http, "/acr/v1/")))).AllowAnonymous();
    }

    /// <summary>The path after its start. Azure's clients escape the slashes in a repository's name.</summary>
    private static string Rest(HttpContext http, string start) => http.Request.Path.Value![start.Length..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private async Task AnswerAsync(HttpContext http, Func<Task> route)
    {
        http.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        try
        {
            await route();
        }
        catch (RegistryException refused) when (!http.Response.HasStarted)
        {
            await refused.WriteAsync(http);
        }
        catch (IOException full) when (StateFile.IsFull(full) && !http.Response.HasStarted)
        {
            await new RegistryException(StatusCodes.Status507InsufficientStorage, "INSUFFICIENT_STORAGE", ErrorAnswers.FullMessage(instance.State, full)).WriteAsync(http);
        }
    }

    private Task RouteAsync(HttpContext http, string path)
    {
        if (path is "") return Authorized(http, null, () => http.Response.WriteAsJsonAsync(new JsonObject()));
        if (path is "_catalog") return Authorized(http, new("registry", "catalog", ["*"]), () => CatalogAsync(http));
        Match match = Operation().Match(path);
        if (!match.Success) throw new RegistryException(404, "NAME_INVALID", $"'/v2/{path}' is no path of the registry's API");
        string name = match.Groups["name"].Value, kind = match.Groups["kind"].Value, rest = match.Groups["rest"].Value;
        if (name.Length > 255 || !RepositoryName().IsMatch(name)) throw new RegistryException(400, "NAME_INVALID", $"'{name}' is not a repository name");
        RegistryScope scope = new("repository", name, Actions(http.Request.Method, kind));
        return Authorized(http, scope, () => kind switch
        {
            "manifests" => _manifests.AnswerAsync(http, name, rest),
            "blobs/uploads" => _blobs.UploadAsync(http, name, rest, from => Allows(http, new("repository", from, ["pull"]))),
            "blobs" => _blobs.AnswerAsync(http, name, rest),
            "tags" => TagsAsync(http, name),
            _ => _manifests.ReferrersAsync(http, name, rest),
        });
    }

    private Task RouteMetadataAsync(HttpContext http, string path)
    {
        if (path is "_catalog") return Authorized(http, new("registry", "catalog", ["*"]), () => CatalogAsync(http));
        Match match = Metadata().Match(path);
        string name = match.Groups["name"].Value;
        if (!match.Success || name.Length > 255 || !RepositoryName().IsMatch(name)) throw new RegistryException(400, "NAME_INVALID", $"'/acr/v1/{path}' is no path of the registry's API");
        RegistryScope scope = new("repository", name, [http.Request.Method switch { "GET" => "metadata_read", "DELETE" => "delete", _ => "metadata_write" }]);
        return Authorized(http, scope, () => _metadata.AnswerAsync(http, name, match.Groups["kind"].Value, match.Groups["rest"].Value));
    }

    private async Task Authorized(HttpContext http, RegistryScope? scope, Func<Task> operation)
    {
        RegistryGrant? granted = tokens.Read(http.Request.Headers.Authorization.ToString());
        if (granted is not null) http.Features.Set(granted.Caller);
        bool enough = granted is not null && (scope is null || tokens.Allows(granted, scope));
        if (enough)
        {
            await operation();
            return;
        }
        string wanted = scope is null ? "" : $",scope=\"{scope}\"";
        string why = granted is null ? "" : ",error=\"insufficient_scope\"";
        http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{instance.Endpoint}/oauth2/token\",service=\"{instance.LoginServer}\"{wanted}{why}";
        await new RegistryException(401, "UNAUTHORIZED", "authentication required, visit https://aka.ms/acr/authorization for more information.").WriteAsync(http);
    }

    private bool Allows(HttpContext http, RegistryScope scope) =>
        tokens.Read(http.Request.Headers.Authorization.ToString()) is { } granted && tokens.Allows(granted, scope);

    private static string[] Actions(string method, string kind) => method switch
    {
        "GET" or "HEAD" => ["pull"],
        // To give up an upload is part of pushing.
        "DELETE" when kind is not "blobs/uploads" => ["delete"],
        _ => ["pull", "push"],
    };

    private Task CatalogAsync(HttpContext http) => PageAsync(http, repositories.Names(), http.Request.Path.Value!,
        names => new JsonObject { ["repositories"] = names });

    private Task TagsAsync(HttpContext http, string name)
    {
        if (!repositories.Exists(name)) throw RegistryException.NameUnknown(name);
        return PageAsync(http, repositories.ListTags(name), $"/v2/{name}/tags/list", tags => new JsonObject { ["name"] = name, ["tags"] = tags });
    }

    /// <summary>Pages by <c>n</c> and <c>last</c>, the next one in a Link header.</summary>
    private static Task PageAsync(HttpContext http, IReadOnlyList<string> all, string path, Func<JsonArray, JsonObject> body)
    {
        if (!HttpMethods.IsGet(http.Request.Method)) throw RegistryException.Unsupported($"{http.Request.Method} is not supported here");
        string last = http.Request.Query["last"].ToString();
        int size = int.TryParse(http.Request.Query["n"], out int n) && n >= 0 ? n : 1000;
        List<string> rest = [.. all.Where(item => string.CompareOrdinal(item, last) > 0)];
        List<string> page = [.. rest.Take(size)];
        if (page.Count is > 0 && page.Count < rest.Count) http.Response.Headers.Link = $"<{path}?n={size}&last={Uri.EscapeDataString(page[^1])}>; rel=\"next\"";
        return http.Response.WriteAsJsonAsync(body(new JsonArray([.. page.Select(item => JsonValue.Create(item))])));
    }

    [GeneratedRegex("^(?<name>.+?)/(?:(?<kind>tags)/list|(?<kind>blobs/uploads)/?(?<rest>[^/]*)|(?<kind>manifests|blobs|referrers)/(?<rest>[^/]+))$",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Operation();

    [GeneratedRegex("^(?<name>.+?)(?:/(?<kind>_tags|_manifests)(?:/(?<rest>[^/]+))?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Metadata();

    [GeneratedRegex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryName();
}
