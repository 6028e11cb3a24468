using GenAIOps.Evidence.Agents;
using GenAIOps.Infrastructure;

namespace GenAIOps.Pipeline.Tests.Support;

public sealed class ConfigurationsOfModels
{
    /// <summary>What is configured is what was judged: another version or a fine-tuned model behind the same name is another agent. Where it runs is not.</summary>
    [Fact]
    public void AnotherModelOrVersionIsAnotherConfiguration()
    {
        var deployment = new ModelDeployment("chat", "OpenAI", "gpt-4.1-mini", "2025-04-14");
        var before = Of(deployment);
        Assert.NotEqual(before, Of(deployment with { Version = "2025-08-01" }));
        Assert.NotEqual(before, Of(deployment with { Model = "gpt-4.1-mini-2025-04-14.ft-0e5a" }));
        Assert.NotEqual(before, Of(deployment with { Name = "chat-2" }));
        Assert.Equal(before, Of(deployment with { Sku = "Standard", Capacity = 7 }));

        static string Of(ModelDeployment model) => new AgentConfiguration(new Dictionary<string, string>(), model.Identity).Sha256;
    }
}
