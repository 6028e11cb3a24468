namespace GenAIOps.Pipeline;

/// <summary>An agent in an environment that deploys.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Environment">Its name.</param>
/// <param name="Revision">In Container Apps; it has all the traffic.</param>
/// <param name="AgentVersion">In Agent Service.</param>
/// <param name="IsUnchanged">Whether both stood already.</param>
public sealed record DeployedAgent(string Agent, string Environment, string Revision, string AgentVersion, bool IsUnchanged);
