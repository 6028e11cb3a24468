using GenAIOps.Delivery.Gates;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages;
using Nuke.Common;

namespace GenAIOps.Pipeline;

/// <summary>Compiles and runs the tests: all where Test is asked for by name, and in a release those that reach the agent's image.</summary>
public interface ITestAgent : IShipAgents
{
    Target Test => _ => _
        .Description("Runs the tests: all if it is asked for by name, in a release those that reach the image; what passed on the same sources is carried over")
        .Gives(() => BuildContext.Of(this).RunAsync((AgentContext context, CancellationToken cancellation) => TestStage.RunAsync(context, InvokedTargets.Any(target => target.Name == nameof(Test)), cancellation)));
}

/// <summary>Publishes the agent and writes a reproducible OCI image.</summary>
public interface IContainerize : IShipAgents
{
    [Parameter("What the image is put on, by digest: registry/repository:tag@sha256:…; by default what the agent's Image says")]
    string? BaseImage => TryGetValue(() => BaseImage);

    Target Containerize => _ => _
        .Description("Publishes the agent and writes a reproducible OCI image, SBOM and provenance")
        .TryDependsOn<ITestAgent>(x => x.Test)
        .Gives(() => BuildContext.Of(this).RunAsync(ContainerizeStage.RunAsync));

    Target VerifyReproducible => _ => _
        .Description("Builds the image again from other clones of the sources, and names the first file that differs")
        .DependsOn(Containerize)
        .Executes(() => BuildContext.Of(this).RunAsync(ReproducibleStage.RunAsync));

    Target CheckBase => _ => _
        .Description("Tells whether the image's base has a newer digest")
        .Executes(() => BuildContext.Of(this).RunAsync(ContainerizeStage.CheckBaseAsync));
}

/// <summary>Creates what the environments are made of.</summary>
public interface IProvision : IShipAgents
{
    [Parameter("With Provision: writes what differs without asking; an empty environment on the emulator needs no leave")]
    bool Yes => TryGetValue<bool?>(() => Yes) ?? false;

    [Parameter("With Provision: writes exactly the difference that an earlier run showed, by its hash")]
    string? ApplyPlan => TryGetValue(() => ApplyPlan);

    [Parameter("With Provision: resources whose security may be lowered, by type and name, such as accounts/support-agent-prod-1a2b3c", Separator = ",")]
    string[]? Allow => TryGetValue(() => Allow);

    Target Provision => _ => _
        .Description("Shows what differs between the environments and the model, and writes it: the only target that writes infrastructure")
        .TryAfter<IContainerize>(x => x.Containerize)
        .TryAfter<IRunLocally>(x => x.LocalReset, x => x.LocalUp)
        .Gives(() => BuildContext.Of(this).RunAsync((BuildContext context, CancellationToken cancellation) => ProvisionStage.RunAsync(context, new ProvisionOptions(Yes, ApplyPlan, Allow ?? []), cancellation)));
}

/// <summary>Uploads the image and the evidence that the build has of it.</summary>
public interface IPush : IShipAgents
{
    Target Push => _ => _
        .Description("Uploads what the registry lacks, and attaches the signed evidence")
        .TryDependsOn<IContainerize>(x => x.Containerize)
        .TryDependsOn<IProvision>(x => x.Provision)
        .Gives(() => BuildContext.Of(this).RunAsync(x => x.Model.Pushing, PushStage.RunAsync));
}

/// <summary>Deploys to the environments that deploy: DEV, by default.</summary>
public interface IDeployDev : IShipAgents
{
    Target DeployDev => _ => ModelTargets.Deploy(_, this, "dev");

    Target Deploy => _ => ModelTargets.All(_, this, EnvironmentStages.Deploy);
}

/// <summary>Evaluates the candidate in the environments that evaluate: QA, by default.</summary>
public interface IEvaluateQa : IShipAgents
{
    Target EvaluateQa => _ => ModelTargets.Evaluate(_, this, "qa");

    Target Evaluate => _ => ModelTargets.All(_, this, EnvironmentStages.Evaluate);

    Target LockDatasets => _ => _
        .Description("Writes datasets.lock.json beside the golden set: from then on a changed row is refused until it is locked anew")
        .Executes(() => BuildContext.Of(this).RunAsync(LockStage.RunAsync));
}

/// <summary>Releases to the environments that release: PROD, by default.</summary>
public interface IReleaseProd : IShipAgents
{
    [Parameter("Approves the release: the digest to release (of several agents, separated by commas), or 'ask' to be asked on the terminal")]
    string? Approve => TryGetValue(() => Approve);

    [Parameter("Who approves, as it is written into the evidence; by default the user who runs the build")]
    string? ApprovedBy => TryGetValue(() => ApprovedBy);

    [Parameter("With Waive: the requirement that is waived, as ExplainGate names it")]
    string? Requirement => TryGetValue(() => Requirement);

    [Parameter("With Waive: why")]
    string? Reason => TryGetValue(() => Reason);

    [Parameter("With Waive: for how many hours, 1 to 168. Default 24")]
    int? Hours => TryGetValue<int?>(() => Hours);

    /// <summary>What PROD asks for if a build does not say otherwise.</summary>
    static Gate DefaultGate { get; } = DefaultGateOf("prod", hasTests: true);

    /// <summary>What PROD asks for. Implement it to ask for more: <c>Gate IReleaseProd.ProdGate => Gate.For("prod").Requires(…)</c>. An environment's own <c>Gate</c> counts before it.</summary>
    Gate ProdGate => DefaultGateOf("prod", this is ITestAgent);

    Target ExplainGate => _ => _
        .Description("Says for each requirement of PROD whether it is met, and why; changes nothing")
        .AfterAll(this, EnvironmentStages.Evaluate)
        .Executes(() => BuildContext.Of(this).RunAsync(EnvironmentStages.Release, GateStage.ExplainAsync));

    Target Waive => _ => _
        .Description("Signs a waiver of one requirement of PROD for this digest, for a while")
        .Executes(() => BuildContext.Of(this).RunAsync(x => x.Single(EnvironmentStages.Release), (context, cancellation) => GateStage.WaiveAsync(context, Requirement, Reason, Hours ?? 24, ApprovedBy, cancellation)));

    Target ReleaseProd => _ => ModelTargets.Release(_, this, "prod");

    Target Release => _ => ModelTargets.All(_, this, EnvironmentStages.Release);

    Target Rollback => _ => _
        .Description("Gives PROD's traffic back to the revision before the live one")
        .Executes(() => BuildContext.Of(this).RunAsync((BuildContext context, CancellationToken cancellation) => ReleaseSet.RollbackAsync(context, context.Single(EnvironmentStages.Release), cancellation)));

    /// <summary>The same for another environment; a build that has no tests to run, which it says, is not asked for their result.</summary>
    internal static Gate DefaultGateOf(string environment, bool hasTests) => Gate.For(environment).Requires(
        [.. hasTests ? [Tests.Passed] : Array.Empty<Requirement>(), Sbom.Present, Provenance.Present, Delivery.Gates.Evaluation.NonInferior(0.9), Safety.AttackSuccessRateAtMost(0.05), Approval.By(1)]);
}

/// <summary>Registers alert rules.</summary>
public interface IRegisterAlerts : IShipAgents
{
    Target RegisterAlerts => _ => _
        .Description("Rehearses each alert rule on recorded telemetry, then registers it")
        .TryAfter<IProvision>(x => x.Provision)
        .AfterAll(this, EnvironmentStages.Release)
        .Gives(() => BuildContext.Of(this).RunAsync(EnvironmentStages.Release, AlertsStage.RunAsync));
}
