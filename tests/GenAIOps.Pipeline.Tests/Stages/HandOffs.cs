using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Stages;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>An agent behind authentication is called with a token, or the model says by name who cannot.</summary>
public sealed class HandOffs
{
    [Fact]
    public void AnAgentThatIsToldWhatTokenToAskForMayCallOneThatWantsIt() =>
        RevisionSpec.RefuseCallsWithoutToken("triage-agent", "support-agent", "prod", AgentManifest.Of(new Dictionary<string, string> { ["SCOPE"] = "${SUPPORT_AGENT_SCOPE}" }));

    [Fact]
    public void AnAgentThatIsNotToldIsRefusedByName()
    {
        var error = Assert.Throws<InvalidDataException>(() => RevisionSpec.RefuseCallsWithoutToken("triage-agent", "support-agent", "prod", AgentManifest.Of(new Dictionary<string, string> { ["URL"] = "${SUPPORT_AGENT_URL}" })));

        Assert.Contains("Agent 'triage-agent' hands off to 'support-agent', which takes no call without a token", error.Message);
        Assert.Contains("${SUPPORT_AGENT_SCOPE}", error.Message);
    }
}
