using System.ClientModel.Primitives;
using Azure.Identity;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using SupportAgent.Answers;
using SupportAgent.Http;
using SupportAgent.Knowledge;
using SupportAgent.Telemetry;

namespace SupportAgent;

/// <summary>Puts the service together.</summary>
internal static class AgentApp
{
    /// <param name="args">ASP.NET Core's.</param>
    /// <param name="settings">From the environment.</param>
    /// <param name="content">Holds <c>prompts/</c> and <c>knowledge/</c>.</param>
    /// <param name="model">Null: the deployment that the settings name.</param>
    public static WebApplication Create(string[] args, AgentSettings settings, string content, IChatClient? model = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.AddAgentTelemetry(settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => KnowledgeBase.Load(Path.Combine(content, "knowledge")));
        builder.Services.AddSingleton(new VersionInfo(ContentHash.Of(Path.Combine(content, "prompts")), ContentHash.Of(Path.Combine(content, "knowledge")), settings));
        builder.Services.AddSingleton(services => Agent(model ?? Model(settings), File.ReadAllText(Path.Combine(content, "prompts", settings.Prompt))));
        builder.Services.AddSingleton<SupportAnswers>();
        builder.Services.AddProblemDetails();
        var app = builder.Build();
        // Ready means: the articles are indexed.
        app.Services.GetRequiredService<KnowledgeBase>();
        app.MapAgent();
        return app;
    }

    private static AIAgent Agent(IChatClient model, string prompt)
    {
        var chat = model.AsBuilder().UseOpenTelemetry(sourceName: AgentTelemetry.GenAI).Build();
        return new ChatClientAgent(chat, prompt.ReplaceLineEndings("\n"), "support-agent").AsBuilder().UseOpenTelemetry(AgentTelemetry.GenAI).Build();
    }

    private static IChatClient Model(AgentSettings settings)
    {
        var credential = new ChainedTokenCredential(
            new ManagedIdentityCredential(settings.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(settings.ClientId)),
            new AzureCliCredential());
        var options = new OpenAIClientOptions
        {
            Endpoint = new Uri(settings.ProjectEndpoint.ToString().TrimEnd('/') + "/openai/v1"),
            NetworkTimeout = TimeSpan.FromSeconds(100),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 2),
        };
        return new ChatClient(settings.Model, new BearerTokenPolicy(credential, "https://ai.azure.com/.default"), options).AsIChatClient();
    }
}
