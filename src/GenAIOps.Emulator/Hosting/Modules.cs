using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.ContainerApps;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Ingress;
using GenAIOps.Emulator.KeyVault;
using GenAIOps.Emulator.Network;
using GenAIOps.Emulator.Registry;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The services of this local Azure, by name: what is not listed here is not served.</summary>
internal static partial class Modules
{
    public static void Add(IServiceCollection services)
    {
        services.AddArm();
        services.AddIdentity();
        services.AddAccess();
        services.AddKeyVault();
        services.AddRegistry();
        services.AddIngress();
        services.AddNetwork();
        services.AddContainerApps();
        AddModels(services);
        AddFoundry(services);
        AddMonitor(services);
    }

    static partial void AddModels(IServiceCollection services);
    static partial void AddFoundry(IServiceCollection services);
    static partial void AddMonitor(IServiceCollection services);
}
