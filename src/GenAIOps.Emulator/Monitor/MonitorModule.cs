using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Monitor;

namespace GenAIOps.Emulator.Hosting;

internal static partial class Modules
{
    static partial void AddMonitor(IServiceCollection services)
    {
        services.AddSingleton<Telemetry>();
        services.AddSingleton<AppMetrics>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<AppMetrics>());
        services.AddSingleton<MetricSources>();
        services.AddSingleton<AlertStore>();
        services.AddSingleton<Notifications>();
        services.AddSingleton<AlertEngine>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<AlertEngine>());
        services.AddSingleton<IResourceProvider, ComponentProvider>();
        services.AddSingleton<IResourceProvider, MetricAlertProvider>();
        services.AddSingleton<IResourceProvider, ActionGroupProvider>();
        services.AddSingleton<IService, TrackService>();
        services.AddSingleton<IService, MetricsService>();
        services.AddSingleton<IService, AlertsService>();
    }
}
