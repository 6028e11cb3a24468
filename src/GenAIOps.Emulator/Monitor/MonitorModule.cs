using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Monitor;

namespace GenAIOps.Emulator.Hosting;

internal static partial class Modules
{
    static partial void AddMonitor(IServiceCollection services)
    {
        services.AddSingleton<IResourceProvider, ComponentProvider>();
        services.AddSingleton<MetricStore>();
        services.AddSingleton<IService, Ingestion>();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertEvaluator>();
        services.AddSingleton<IBackgroundWork, AlertLoop>();
        services.AddSingleton<IService, MonitorService>();
    }
}
