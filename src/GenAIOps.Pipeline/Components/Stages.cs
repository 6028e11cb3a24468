using GenAIOps.Delivery.Gates;
using GenAIOps.Pipeline.Stages;
using Nuke.Common;

namespace GenAIOps.Pipeline;

/// <summary>Builds the solution and runs its tests.</summary>
public interface ITestAgent : IShipAgents
{
    Target Test => _ => _
        .Description("Builds everything and runs the unit and integration tests")
        .Executes(() => Session.Of(this).RunAsync(TestStage.RunAsync));
}

/// <summary>Publishes the agent and writes a reproducible OCI image.</summary>
public interface IContainerize : IShipAgents
{
    [Parameter("What the image is put on, by digest: registry/repository:tag@sha256:…; by default what the agent's Image says")]
    string? BaseImage => TryGetValue(() => BaseImage);

    Target Containerize => _ => _
        .Description("Publishes the agent and writes a reproducible OCI image, SBOM and provenance")
        .After<ITestAgent>(x => x.Test)
        .TryDependsOn<ITestAgent>(x => x.Test)
        .Executes(() => Session.Of(this).RunAsync(ContainerizeStage.RunAsync));

    Target VerifyReproducible => _ => _
        .Description("Builds the image again from a copy in another folder, and names the first file that differs")
        .DependsOn<IContainerize>(x => x.Containerize)
        .Executes(() => Session.Of(this).RunAsync(ReproducibleStage.RunAsync));

    Target CheckBase => _ => _
        .Description("Tells whether the image's base has a newer digest")
        .Executes(() => Session.Of(this).RunAsync(ContainerizeStage.CheckBaseAsync));
}

/// <summary>Creates what the environments are made of.</summary>
public interface IProvision : IShipAgents
{
    Target Provision => _ => _
        .Description("Creates or updates the environments' resources; writes infra/*.json")
        .After<IContainerize>(x => x.Containerize)
        .TryAfter<IRunLocally>(x => x.LocalReset, x => x.LocalUp)
        .Executes(() => Session.Of(this).RunAsync(ProvisionStage.RunAsync));
}

/// <summary>Uploads the image and the evidence that the build has of it.</summary>
public interface IPush : IShipAgents
{
    Target Push => _ => _
        .Description("Uploads what the registry lacks, and attaches the signed evidence")
        .TryDependsOn<IContainerize>(x => x.Containerize)
        .TryDependsOn<IProvision>(x => x.Provision)
        .Executes(() => Session.Of(this).RunAsync(PushStage.RunAsync));
}

/// <summary>Deploys to DEV.</summary>
public interface IDeployDev : IShipAgents
{
    Target DeployDev => _ => _
        .Description("Agent version and container revision in DEV; smoke and batch inference")
        .TryDependsOn<IPush>(x => x.Push)
        .Executes(() => Session.Of(this).RunAsync(DevStage.RunAsync));
}

/// <summary>Evaluates the candidate in QA.</summary>
public interface IEvaluateQa : IShipAgents
{
    Target EvaluateQa => _ => _
        .Description("Evaluates the very candidate in QA against the released baseline; writes the verdict as evidence")
        .TryDependsOn<IDeployDev>(x => x.DeployDev)
        .Executes(() => Session.Of(this).RunAsync(QaStage.RunAsync));

    Target LockDatasets => _ => _
        .Description("Writes datasets.lock.json beside the golden set: from then on a changed row is refused until it is locked anew")
        .Executes(() => Session.Of(this).RunAsync(Sets.LockAsync));
}

/// <summary>Releases to PROD.</summary>
public interface IReleaseProd : IShipAgents
{
    [Parameter("Approves the release: the digest to release, or 'ask' to be asked on the terminal")]
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
    static Gate DefaultGate { get; } = Gate.For("prod").Requires(
        Tests.Passed, Sbom.Present, Provenance.Present, Delivery.Gates.Evaluation.NonInferior(0.9), Safety.AttackSuccessRateAtMost(0.05), Approval.By(1));

    /// <summary>What PROD asks for. Implement it to ask for more: <c>Gate IReleaseProd.ProdGate => Gate.For("prod").Requires(…)</c>.</summary>
    Gate ProdGate => DefaultGate;

    Target ExplainGate => _ => _
        .Description("Says for each requirement of PROD whether it is met, and why; changes nothing")
        .TryAfter<IEvaluateQa>(x => x.EvaluateQa)
        .Executes(() => Session.Of(this).RunAsync(GateStage.ExplainAsync));

    Target Waive => _ => _
        .Description("Signs a waiver of one requirement of PROD for this digest, for a while")
        .Executes(() => Session.Of(this).RunAsync((session, cancellation) => GateStage.WaiveAsync(session, Requirement, Reason, Hours ?? 24, ApprovedBy, cancellation)));

    Target ReleaseProd => _ => _
        .Description("The gate (evidence and approval), then blue/green with smoke, analysis and rollback")
        .TryDependsOn<IEvaluateQa>(x => x.EvaluateQa)
        .Executes(() => Session.Of(this).RunAsync((session, cancellation) => ProdStage.ReleaseAsync(session, Approve, ApprovedBy, cancellation)));

    Target Rollback => _ => _
        .Description("Gives PROD's traffic back to the revision before the live one")
        .Executes(() => Session.Of(this).RunAsync(ProdStage.RollbackAsync));
}

/// <summary>Registers alert rules.</summary>
public interface IRegisterAlerts : IShipAgents
{
    Target RegisterAlerts => _ => _
        .Description("Rehearses each alert rule on recorded telemetry, then registers it")
        .TryAfter<IReleaseProd>(x => x.ReleaseProd)
        .Executes(() => Session.Of(this).RunAsync(AlertsStage.RunAsync));
}
