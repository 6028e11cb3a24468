using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Network;

internal static class NetworkModule
{
    public static void AddNetwork(this IServiceCollection services)
    {
        services.AddSingleton<Subnets>();
        services.AddSingleton<IResourceProvider, NetworkProvider>();
        services.AddSingleton<IResourceProvider, SubnetProvider>();
    }
}
