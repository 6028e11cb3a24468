using System.Runtime.CompilerServices;
using Azure;
using GenAIOps.Azure;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Local;
using GenAIOps.Pipeline.Support;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Context;

/// <summary>One run of the build: its folder, its clock, its model, and the clouds that the model names.</summary>
internal sealed class BuildContext
{
    private static readonly ConditionalWeakTable<INukeBuild, BuildContext> s_contexts = [];

    private readonly Lazy<PipelineModel> _model;
    private readonly Lazy<IReadOnlyList<AgentContext>> _agents;
    private int _hasWarned;

    private BuildContext(IShipAgents build)
    {
        Build = build;
        _model = new(() => PipelineModel.Of(PipelineDefinition.Of(build)));
        _agents = new(() => [.. InOrder(Model.Agents).Where(agent => build.OnlyAgent is null || agent.Name == build.OnlyAgent).Select(agent => new AgentContext(this, agent))]);
        Clouds = new Clouds(Emulator);
        Ahead = new ReadAhead(this);
    }

    public IShipAgents Build { get; }

    public AbsolutePath Root => Build.RootDirectory;

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Checked when it is first asked for, which every target does before anything else.</summary>
    public PipelineModel Model => _model.Value;

    public Clouds Clouds { get; }

    public ReadAhead Ahead { get; }

    /// <summary>The agents that this run is about; one that others hand off to comes before them.</summary>
    public IReadOnlyList<AgentContext> Agents => _agents.Value;

    public EmulatorProcess Emulator => new(Root, Build.Agents[0].EmulatorBinaries, Build.EmulatorPort);

    public static BuildContext Of(IShipAgents build) => s_contexts.GetValue(build, key => new BuildContext((IShipAgents)key));

    /// <summary>Environments with a stage, as far as <c>--environment</c> leaves them.</summary>
    public IEnumerable<EnvironmentModel> That(EnvironmentStages stage) => Model.That(stage).Where(environment => Build.OnlyEnvironment is null || environment.Name == Build.OnlyEnvironment);

    /// <summary>Adds a line to the closing table.</summary>
    public void Report(string key, string value) => Build.ReportSummary(summary =>
    {
        summary[key] = value;
        return summary;
    });

    /// <summary>Runs a stage; what a person can mend ends it with one line and a documented exit code.</summary>
    public async Task<T> RunAsync<T>(Func<BuildContext, CancellationToken, Task<T>> stage)
    {
        try
        {
            NamedKey.Check(Build.SigningKey, Root);
            Warn();
            await Ahead.BeginAsync(BuildExtras.Cancellation);
            return await stage(this, BuildExtras.Cancellation);
        }
        catch (AzureCloudException e)
        {
            throw new ExitCodeException(ExitCodes.CloudUnusable, e.Message);
        }
        catch (RequestFailedException e) when (e.ErrorCode is "SubscriptionNotFound" or "InvalidSubscriptionId")
        {
            // Azure's message has the subscription, and not who named it.
            var place = Model.Environments.FirstOrDefault(environment => e.Message.Contains(environment.Estate.SubscriptionId, StringComparison.OrdinalIgnoreCase))?.Definition.Place(Root);
            throw new ExitCodeException(ExitCodes.BadInput, $"{place}{e.Message}");
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            throw new ExitCodeException(ExitCodes.CloudUnusable, e.Message);
        }
        catch (IOException e) when (DiskIsFull(e))
        {
            throw new ExitCodeException(ExitCodes.CloudUnusable, $"The disk is full: {e.Message} What runs goes on. Make room, then run the same command again.");
        }
        catch (MissingResourcesException e)
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"{(e.IsBrought ? Named(e.Environment).Definition.Place(Root) : "")}{e.Message}");
        }
        catch (InvalidDataException e)
        {
            throw new ExitCodeException(ExitCodes.BadInput, e.Message);
        }
    }

    public Task RunAsync(Func<BuildContext, CancellationToken, Task> stage) => RunAsync(Silent(stage));

    /// <summary>Runs a stage for each agent that this run is about.</summary>
    public Task<IReadOnlyList<T>> RunAsync<T>(Func<AgentContext, CancellationToken, Task<T>> stage) => RunAsync((BuildContext context, CancellationToken cancellationToken) => EachAsync(context.Agents, stage, cancellationToken));

    public Task RunAsync(Func<AgentContext, CancellationToken, Task> stage) => RunAsync(Silent(stage));

    /// <summary>Runs a stage for each agent in one environment.</summary>
    public Task<IReadOnlyList<T>> RunAsync<T>(Func<BuildContext, EnvironmentModel> environment, Func<EnvironmentContext, CancellationToken, Task<T>> stage) =>
        RunAsync((AgentContext agent, CancellationToken cancellationToken) => stage(agent.In(environment(this)), cancellationToken));

    public Task RunAsync(Func<BuildContext, EnvironmentModel> environment, Func<EnvironmentContext, CancellationToken, Task> stage) => RunAsync(environment, Silent(stage));

    /// <summary>Runs a stage for each agent in each environment that has it, as far as <c>--environment</c> leaves them.</summary>
    public Task<IReadOnlyList<T>> RunAsync<T>(EnvironmentStages stages, Func<EnvironmentContext, CancellationToken, Task<T>> stage) => RunAsync((BuildContext context, CancellationToken cancellationToken) =>
    {
        _ = First(stages);
        return EachAsync(That(stages).SelectMany(environment => context.Agents.Select(agent => agent.In(environment))), stage, cancellationToken);
    });

    public Task RunAsync(EnvironmentStages stages, Func<EnvironmentContext, CancellationToken, Task> stage) => RunAsync(stages, Silent(stage));

    public EnvironmentModel Named(string environment) => Model.Environments.First(one => one.Name == environment);

    /// <exception cref="ExitCodeException">There is none.</exception>
    public EnvironmentModel First(EnvironmentStages stage) => That(stage).FirstOrDefault()
        ?? throw new ExitCodeException(ExitCodes.BadInput, $"No environment{(Build.OnlyEnvironment is { } only ? $" named '{only}'" : "")} of this pipeline has the stage {stage}. Nothing was run. Environments are in build/Build.cs.");

    /// <exception cref="ExitCodeException">There is none, or several and none is named.</exception>
    public EnvironmentModel Single(EnvironmentStages stage) => That(stage).Skip(1).Any()
        ? throw new ExitCodeException(ExitCodes.BadInput, $"Several environments have the stage {stage}: {string.Join(", ", That(stage).Select(one => one.Name))}. Nothing was run. Name one with --environment.")
        : First(stage);

    private static async Task<IReadOnlyList<TResult>> EachAsync<T, TResult>(IEnumerable<T> all, Func<T, CancellationToken, Task<TResult>> stage, CancellationToken cancellationToken)
    {
        List<TResult> results = [];
        foreach (var one in all) results.Add(await stage(one, cancellationToken));
        return results;
    }

    private static Func<T, CancellationToken, Task<bool>> Silent<T>(Func<T, CancellationToken, Task> stage) => async (context, cancellationToken) =>
    {
        await stage(context, cancellationToken);
        return true;
    };

    private static List<AgentDefinition> InOrder(IReadOnlyList<AgentDefinition> agents)
    {
        List<AgentDefinition> ordered = [];
        foreach (var agent in agents) Add(agent, []);
        return ordered;

        void Add(AgentDefinition agent, HashSet<string> path)
        {
            // Agents that hand off to each other have no order; each still comes once.
            if (ordered.Contains(agent) || !path.Add(agent.Name)) return;
            foreach (var other in agents.Where(other => agent.HandsOffTo.Contains(other.Name))) Add(other, path);
            if (!ordered.Contains(agent)) ordered.Add(agent);
        }
    }

    /// <summary>Checks the model, and tells once of model deployments that end.</summary>
    private void Warn()
    {
        if (Model.IsEmulated || Interlocked.Exchange(ref _hasWarned, 1) == 1) return;
        foreach (var (environment, deployment) in Model.Environments.SelectMany(environment => environment.Estate.Models.Select(deployment => (environment, deployment))))
        {
            if (ModelRetirements.Warning(deployment, Time.GetUtcNow()) is { } warning) Log.Warning("{Environment}: {Warning}", environment.Name, warning);
        }
    }

    private static bool DiskIsFull(IOException e) => (e.HResult & 0xFFFF) is 28 or 0x70;
}
