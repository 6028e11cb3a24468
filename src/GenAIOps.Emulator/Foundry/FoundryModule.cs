using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Foundry;
using GenAIOps.Emulator.Foundry.Evaluations;

namespace GenAIOps.Emulator.Hosting;

internal static partial class Modules
{
    static partial void AddFoundry(IServiceCollection services)
    {
        services.AddSingleton<AgentStore>();
        services.AddSingleton<HostedAgents>();
        services.AddSingleton<AgentLifecycle>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<AgentLifecycle>());
        services.AddSingleton<AgentWrites>();
        services.AddSingleton<TrafficSplits>();
        services.AddSingleton<AgentCalls>();
        services.AddSingleton<IResourceProvider, ProjectProvider>();
        services.AddSingleton<IService, AgentsService>();
        services.AddSingleton<IService, ResponsesService>();
        services.AddSingleton<EvaluationStore>();
        services.AddSingleton<AgentCaller>();
        services.AddSingleton<JudgeRoles>();
        services.AddSingleton<EvaluationRuns>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<EvaluationRuns>());
        services.AddSingleton<IService, EvaluationsService>();
    }
}
