using System.Runtime.CompilerServices;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Infrastructure;
using GenAIOps.Operations.Alerts;

namespace GenAIOps.Pipeline;

/// <summary>
/// An environment of the pipeline: where it is, who works there, what of it exists, and what runs in it. Inert: it is looked at when a target runs, and looking makes
/// nothing. What it says counts before <c>agent.yaml</c> and <c>azure.yaml</c>, these before the default.
/// <code>new("prod", EnvironmentStages.Release) { Cloud = TargetCloud.Azure, SubscriptionId = "…", Identity = new("…", "…") }</code>
/// </summary>
public sealed record DeploymentEnvironment
{
    /// <param name="name">2 to 12 lower-case letters, digits and inner dashes. Its targets are named after it: <c>DeployDev</c>, <c>EvaluateQa</c>, <c>ReleaseProd</c>.</param>
    /// <param name="stages">What happens there.</param>
    /// <param name="file">Filled in by the compiler: where mistakes are told.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public DeploymentEnvironment(string name, EnvironmentStages stages, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        (Name, Stages, File, Line) = (name, stages, file, line);

    /// <summary>dev, qa and prod, wherever <c>--cloud</c> says.</summary>
    public static IReadOnlyList<DeploymentEnvironment> Defaults { get; } =
        [new("dev", EnvironmentStages.Deploy, ""), new("qa", EnvironmentStages.Evaluate, ""), new("prod", EnvironmentStages.Release, "")];

    public string Name { get; }

    public EnvironmentStages Stages { get; }

    /// <summary>Null: where <c>--cloud</c> says, the emulator by default. <c>--cloud emulator</c> rehearses every environment there.</summary>
    public TargetCloud? Cloud { get; init; }

    /// <summary>A GUID. Null: that of the subscription.</summary>
    public string? TenantId { get; init; }

    /// <summary>A GUID. Null: <c>--azure-subscription-id</c>, on the emulator its own.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The region. Null: <c>--azure-location</c>, else swedencentral.</summary>
    public string? Location { get; init; }

    /// <summary>Null: the pipeline's name and the environment's, <c>support-agent-dev</c>.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Who deploys and evaluates there. Null: whoever is signed in; on the emulator an identity of the environment's own.</summary>
    public EnvironmentIdentity? Identity { get; init; }

    /// <summary>Object ids of people or groups that may approve: they see what is live and may attach a decision.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>What is there already, by resource id.</summary>
    public ExistingResources Existing { get; init; } = new();

    /// <inheritdoc cref="AgentEnvironment.Network"/>
    public VirtualNetwork? Network { get; init; }

    /// <summary>Model deployments; the first is the agents'. Empty: gpt-5.4-mini, on the emulator its own model.</summary>
    public IReadOnlyList<ModelDeployment> Models { get; init; } = [];

    /// <inheritdoc cref="AgentEnvironment.PublicNetworkAccess"/>
    public bool? PublicNetworkAccess { get; init; }

    /// <inheritdoc cref="AgentEnvironment.LogRetentionDays"/>
    public int? LogRetentionDays { get; init; }

    public Compute Compute { get; init; } = new();

    public Ingress Ingress { get; init; } = new();

    /// <summary>Variables of every agent there; they count before those of <c>agent.yaml</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables whose values are in Key Vault.</summary>
    public IReadOnlyList<SecretVariable> Secrets { get; init; } = [];

    /// <summary>What a release asks for. Null: the build's <c>ProdGate</c>.</summary>
    public Gate? Gate { get; init; }

    /// <summary>What an evaluation asks of a candidate. Null: the agent's.</summary>
    public EvaluationPolicy? Policy { get; init; }

    /// <summary>How patiently a release goes. Null: the default, on the emulator a quick one.</summary>
    public ReleasePace? Pace { get; init; }

    /// <summary>Who is told when an alert fires. Null: whoever is told already.</summary>
    public AlertReceivers? Receivers { get; init; }

    internal string File { get; }

    internal int Line { get; }

    /// <summary>Where it is said: <c>build/Build.cs, line 12</c>; empty for a default one.</summary>
    internal string Place(string root) => SourcePlace.Of(root, File, Line);

    internal bool Does(EnvironmentStages stage) => Stages.HasFlag(stage);

    internal IEnumerable<string> Problems()
    {
        if (Stages == 0) yield return "Stages: name at least one.";
        if (TenantId is not null && !Guid.TryParse(TenantId, out _)) yield return $"TenantId: '{TenantId}' must be a GUID.";
        foreach (var name in Variables.Keys.Where(name => Secrets.Any(secret => secret.Variable == name))) yield return $"Variables: '{name}' is a secret too; say it once.";
        foreach (var same in Secrets.GroupBy(secret => secret.Name).Where(same => same.Count() > 1)) yield return $"Secrets: '{same.Key}' is given {same.Count()} times.";
        foreach (var problem in Compute.Problems().Concat(Ingress.Problems()).Concat(Secrets.SelectMany(secret => secret.Problems())).Concat(Identity?.Problems(nameof(Identity)) ?? [])) yield return problem;
        if (Gate is { } gate && gate.Environment != Name) yield return $"Gate: it is for '{gate.Environment}', not for '{Name}'; write Gate.For(\"{Name}\").";
    }
}
