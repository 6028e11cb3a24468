namespace GenAIOps.Emulator.Hosting;

internal static class HostingModule
{
    public static void AddHosting(this IServiceCollection services)
    {
        services.AddSingleton<IService, EmulatorService>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<RequestLog>());
        services.AddSingleton<RunRecords>();
        services.AddSingleton<ProcessHost, ImageProcessHost>();
    }
}
