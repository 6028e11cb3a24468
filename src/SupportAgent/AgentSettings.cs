using System.Reflection;

namespace SupportAgent;

/// <summary>What the agent is told by its environment. Nothing here is a secret: it signs in with its managed identity.</summary>
internal sealed record AgentSettings
{
    /// <summary>The Foundry project, for example <c>https://account.services.ai.azure.com/api/projects/support</c>.</summary>
    public required Uri ProjectEndpoint { get; init; }

    /// <summary>The name of a model deployment of the project.</summary>
    public required string Model { get; init; }

    /// <summary>Where telemetry goes; null: nowhere.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The revision that this process is, as Container Apps names it.</summary>
    public string? Revision { get; init; }

    /// <summary>The image that this process was started from, as the deployment says.</summary>
    public string? ImageDigest { get; init; }

    /// <summary>The client id of the user-assigned identity to sign in with; null: the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The file of <c>prompts/</c> that instructs the model. Default <c>system.md</c>.</summary>
    public string Prompt { get; init; } = "system.md";

    /// <summary>Articles that the model is given, 1 to 20. Default 4.</summary>
    public int RetrievedArticles { get; init; } = 4;

    /// <summary>A pause between the pieces of a streamed answer: for rehearsals with long streams. Default none.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>How long answers in flight may take after the stop was asked for. Default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public static string Version { get; } = typeof(AgentSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <exception cref="InvalidOperationException">Names every variable that is missing or wrong.</exception>
    public static AgentSettings From(Func<string, string?> variable)
    {
        var problems = new List<string>();
        if (!Uri.TryCreate(variable("PROJECT_ENDPOINT"), UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
        {
            problems.Add($"PROJECT_ENDPOINT is '{variable("PROJECT_ENDPOINT")}'; give the https address of a Foundry project.");
        }

        if (string.IsNullOrWhiteSpace(variable("MODEL_DEPLOYMENT_NAME")))
        {
            problems.Add("MODEL_DEPLOYMENT_NAME is empty; name a model deployment of the project.");
        }

        var prompt = variable("SYSTEM_PROMPT") is { Length: > 0 } file ? file : "system.md";
        if (prompt != Path.GetFileName(prompt))
        {
            problems.Add($"SYSTEM_PROMPT is '{prompt}'; give the name of a file in prompts/.");
        }

        var articles = 4;
        if (variable("RETRIEVED_ARTICLES") is { Length: > 0 } text && !(int.TryParse(text, out articles) && articles is >= 1 and <= 20))
        {
            problems.Add($"RETRIEVED_ARTICLES is '{text}'; give a number from 1 to 20.");
        }

        return problems.Count > 0 ? throw new InvalidOperationException(string.Join(' ', problems)) : new AgentSettings
        {
            ProjectEndpoint = endpoint!,
            Model = variable("MODEL_DEPLOYMENT_NAME")!,
            ConnectionString = variable("APPLICATIONINSIGHTS_CONNECTION_STRING"),
            Revision = variable("CONTAINER_APP_REVISION"),
            ImageDigest = variable("GENAIOPS_IMAGE_DIGEST"),
            ClientId = variable("AZURE_CLIENT_ID") is { Length: > 0 } client ? client : null,
            Prompt = prompt,
            RetrievedArticles = articles,
            AnswerDelay = TimeSpan.FromMilliseconds(int.TryParse(variable("ANSWER_DELAY_MS"), out var delay) ? Math.Clamp(delay, 0, 60_000) : 0),
            ShutdownTimeout = TimeSpan.FromSeconds(int.TryParse(variable("SHUTDOWN_TIMEOUT_SECONDS"), out var seconds) ? Math.Clamp(seconds, 1, 3600) : 30),
        };
    }
}
