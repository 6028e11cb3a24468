namespace GenAIOps.Emulator.Access;

/// <summary>The data action of <c>Microsoft.CognitiveServices</c> that a request to Foundry or to a model needs.</summary>
internal static class DataPlane
{
    private const string Account = "Microsoft.CognitiveServices/accounts";

    /// <param name="rest">The path after <c>/api/projects/{project}</c>, or the whole path of a request to an account, without the slash at its start.</param>
    /// <param name="project">Whether the request is to a project.</param>
    public static string ActionOf(string method, string rest, bool project)
    {
        string[] parts = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string verb = method switch { "GET" or "HEAD" => "read", "DELETE" => "delete", _ => "write" };
        int at = parts is ["openai", "v1", ..] ? 2 : parts is ["openai", ..] ? 1 : 0;
        string[] operation = parts[at..];
        return operation switch
        {
            ["chat", "completions"] or ["deployments", _, "chat", "completions"] => $"{Account}/OpenAI/deployments/chat/completions/action",
            ["models", ..] => $"{Account}/OpenAI/models/read",
            ["responses", ..] => $"{Account}/{(project ? "AIServices" : "OpenAI")}/responses/{verb}",
            // An agent's endpoint is spoken to; the role Foundry Agent Consumer has this action and no other.
            ["agents", _, "endpoint", ..] => $"{Account}/AIServices/endpoints/interact/action",
            ["agents", ..] => $"{Account}/AIServices/agents/{verb}",
            ["evals", ..] or ["evaluationtaxonomies", ..] => $"{Account}/AIServices/evaluations/{verb}",
            [var other, ..] => $"{Account}/AIServices/{other}/{verb}",
            [] => $"{Account}/AIServices/{verb}",
        };
    }

    /// <summary>Whether a hosted agent may do it in its own project without any role, as Foundry lets it.</summary>
    public static bool IsImplicit(string action) => action is
        $"{Account}/OpenAI/deployments/chat/completions/action" or $"{Account}/OpenAI/models/read" or $"{Account}/OpenAI/responses/write" or $"{Account}/AIServices/responses/write";
}
