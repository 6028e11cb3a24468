using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Hosting;

internal static partial class Modules
{
    static partial void AddModels(IServiceCollection services)
    {
        services.AddSingleton<ModelDeployments>();
        services.AddSingleton<IResourceProvider, AccountProvider>();
        services.AddSingleton<IResourceProvider, DeploymentProvider>();
        services.AddSingleton<IService, ChatService>();
    }
}
