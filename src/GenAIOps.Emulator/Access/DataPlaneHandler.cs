using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;
using Microsoft.AspNetCore.Authorization;

namespace GenAIOps.Emulator.Access;

internal sealed class DataPlaneRequirement : IAuthorizationRequirement;

/// <summary>The accounts whose models a caller may use; nobody who is bounded sees the others' deployments.</summary>
/// <param name="Ids">Null: all.</param>
internal sealed record UsableAccounts(IReadOnlyList<string>? Ids)
{
    public static readonly UsableAccounts All = new(Ids: null);
}

/// <summary>Lets a request to Foundry or to a model through when the caller's roles have its data action.</summary>
/// <remarks>All accounts share one host here. A request that names no project is for the accounts that the caller may use.</remarks>
internal sealed class DataPlaneHandler(AccessControl access, ModelDeployments deployments) : AuthorizationHandler<DataPlaneRequirement>
{
    private const string Projects = "/api/projects/";

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DataPlaneRequirement requirement)
    {
        if (context.Resource is not HttpContext http || Caller.Of(http) is not { } caller) return Task.CompletedTask;
        if (caller.IsUnbounded || IsAllowed(http, caller)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private bool IsAllowed(HttpContext http, Caller caller)
    {
        string path = http.Request.Path.Value!;
        bool isProject = path.StartsWith(Projects, StringComparison.OrdinalIgnoreCase);
        string rest = isProject ? path[Math.Max(Projects.Length, path.IndexOf('/', Projects.Length))..] : path;
        string action = DataPlane.ActionOf(http.Request.Method, rest, isProject);
        bool allowed = isProject
            ? http.GetRouteValue("project") is string project && deployments.ProjectId(project) is { } id && Allows(caller, id, action)
            : UseAccounts(http, caller, action);
        if (!allowed) http.Features.Set(Refusal.DataAction(caller, action, Operation(http)));
        return allowed;
    }

    private bool UseAccounts(HttpContext http, Caller caller, string action)
    {
        string[] usable = [.. deployments.Accounts().Where(account => Allows(caller, account, action))];
        http.Features.Set(new UsableAccounts(usable));
        return usable.Length > 0;
    }

    private bool Allows(Caller caller, string scope, string action) => access.AllowsData(caller, scope, action)
        || (caller.Project is { } own && DataPlane.IsImplicit(action) && ResourceId.KeyOf(own) is var key && ResourceId.KeyOf(scope) is var asked
            && (key == asked || key.StartsWith(asked + "/", StringComparison.Ordinal)));

    private static string Operation(HttpContext http)
    {
        string route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? http.Request.Path;
        return $"{http.Request.Method} {route.Replace("{project}", "{projectName}", StringComparison.Ordinal)}";
    }
}
