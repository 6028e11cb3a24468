using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages;
using Nuke.Common;

namespace GenAIOps.Pipeline;

/// <summary>The local Azure: start, stop, reset, status.</summary>
public interface IRunLocally : IShipAgents
{
    Target LocalUp => _ => _
        .Description("Starts the emulator, if none runs")
        .After(LocalDown, LocalReset)
        .Executes(() => BuildContext.Of(this).RunAsync(LocalStage.UpAsync));

    Target LocalDown => _ => _
        .Description("Stops the emulator; its state is kept")
        .Executes(() => BuildContext.Of(this).RunAsync(LocalStage.DownAsync));

    Target LocalReset => _ => _
        .Description("Stops the emulator and deletes its state")
        .After(LocalDown)
        .Executes(() => BuildContext.Of(this).RunAsync(LocalStage.ResetAsync));

    Target Status => _ => _
        .Description("Says what runs where: revisions, traffic, agent versions, alerts")
        .After(LocalDown, LocalReset, LocalUp)
        .Executes(() => BuildContext.Of(this).RunAsync(LocalStage.StatusAsync));
}

/// <summary>The CI definitions, generated from this pipeline.</summary>
public interface IGenerateCi : IShipAgents
{
    [Parameter("With GenerateCi: change nothing, fail where a generated file differs")]
    bool Check => TryGetValue<bool?>(() => Check) ?? false;

    Target GenerateCi => _ => _
        .Description("Writes the GitHub Actions workflow, the Azure pipeline and infra/*.json; with --check compares them")
        .TryAfter<IProvision>(x => x.Provision)
        .Executes(() => BuildContext.Of(this).RunAsync((BuildContext context, CancellationToken cancellation) => GenerateStage.RunAsync(context, Check, cancellation)));
}
