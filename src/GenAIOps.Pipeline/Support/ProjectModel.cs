using System.ClientModel.Primitives;
using GenAIOps.Azure;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace GenAIOps.Pipeline.Support;

/// <summary>A model deployment of a Foundry project, asked with the build's own identity and over its own transport.</summary>
internal static class ProjectModel
{
    private const string Scope = "https://ai.azure.com/.default";

    public static IChatClient Open(AzureCloud cloud, Uri project, string deployment)
    {
        OpenAIClientOptions options = new()
        {
            Endpoint = new Uri(project.ToString().TrimEnd('/') + "/openai/v1"),
            Transport = new HttpClientPipelineTransport(cloud.CreateHttpClient()),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 6),
        };
#pragma warning disable OPENAI001 // The constructor for Entra ID is marked as experimental; there is no other way without a key.
        return new ChatClient(deployment, new BearerTokenPolicy(cloud.Credential, Scope), options).AsIChatClient();
#pragma warning restore OPENAI001
    }
}
