using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;
using Microsoft.AspNetCore.Authorization;

namespace GenAIOps.Emulator.Access;

internal sealed class ControlPlaneRequirement : IAuthorizationRequirement;

/// <summary>Lets a request to Resource Manager through when the caller's roles have its action at its scope.</summary>
internal sealed class ControlPlaneHandler(AccessControl access, Subscriptions subscriptions) : AuthorizationHandler<ControlPlaneRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ControlPlaneRequirement requirement)
    {
        if (context.Resource is not HttpContext http || Caller.Of(http) is not { } caller) return Task.CompletedTask;
        if (Refuse(caller, http.Request.Method, http.Request.Path.Value!) is { } refusal) http.Features.Set(refusal);
        else context.Succeed(requirement);
        return Task.CompletedTask;
    }

    private Refusal? Refuse(Caller caller, string method, string path)
    {
        if (path.Split('/') is ["", var first, { Length: > 0 } subscription, ..] && first.Equals("subscriptions", StringComparison.OrdinalIgnoreCase)
            && subscriptions.Problem(subscription) is { } problem) return new Refusal(problem.Status, problem.Code, problem.Message);
        if (caller.IsUnbounded) return null;
        // A path that is none of ARM's is answered by whoever serves it, for the owner only.
        if (ControlPlane.Of(method, path) is not { } needed) return Refusal.Authorization(caller, "*", path);
        bool allowed = needed.Right switch
        {
            Right.SignedIn => true,
            Right.AnyRole => access.HasAny(caller, needed.Scope),
            _ => access.Allows(caller, needed.Scope, needed.Action),
        };
        return allowed ? null : Refusal.Authorization(caller, needed.Action, needed.Scope);
    }
}
