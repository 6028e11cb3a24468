using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Access;

/// <summary>Why a request is refused, in the words of the service that refuses it.</summary>
internal sealed record Refusal(int Status, string Code, string Message)
{
    public static Refusal Authorization(Caller caller, string action, string scope) => new(403, "AuthorizationFailed",
        $"The client '{caller.ClientId}' with object id '{caller.ObjectId}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. "
        + "If access was recently granted, please refresh your credentials.");

    public static Refusal Linked(Caller caller, string action, string scope, string linkedAction, string linkedScope) => new(403, "LinkedAuthorizationFailed",
        $"The client '{caller.ClientId}' with object id '{caller.ObjectId}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action(s) "
        + $"'{linkedAction}' on the linked scope(s) '{linkedScope}' (respectively) or the linked scope(s) are invalid.");

    public static Refusal DataAction(Caller caller, string action, string operation) => new(401, "PermissionDenied",
        $"The principal `{caller.ObjectId}` lacks the required data action `{action}` to perform `{operation}` operation. For instructions on granting the necessary permissions, see https://aka.ms/FoundryPermissions.");

    public Hosting.AzureErrorException AsException() => new(Status, Code, Message);
}
