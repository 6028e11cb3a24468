using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

internal static class ArmModule
{
    public static void AddArm(this IServiceCollection services)
    {
        services.AddSingleton<Subscriptions>();
        services.AddSingleton<IResourceProvider, AliasProvider>();
        services.AddSingleton<ResourceIdentity>();
        services.AddSingleton<WriteLocks>();
        services.AddSingleton<ArmOperations>();
        services.AddSingleton<Providers>();
        services.AddSingleton<ArmWrites>();
        services.AddSingleton<ResourceTypes>();
        services.AddSingleton<IService, ArmReads>();
        services.AddSingleton<IService, ArmService>();
        services.AddSingleton<IService, OperationService>();
    }
}
