using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Foundry;

namespace GenAIOps.Emulator.Hosting;

internal static partial class Modules
{
    static partial void AddFoundry(IServiceCollection services)
    {
        services.AddSingleton<IResourceProvider, ProjectProvider>();
        services.AddSingleton<AgentStore>();
        services.AddSingleton<AgentProcesses>();
        services.AddSingleton<AgentService>();
        services.AddSingleton<IService>(provider => provider.GetRequiredService<AgentService>());
        services.AddSingleton<IService, AgentResponses>();
    }
}
