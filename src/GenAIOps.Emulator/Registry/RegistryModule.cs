using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

internal static class RegistryModule
{
    public static void AddRegistry(this IServiceCollection services)
    {
        services.AddSingleton<BlobStore>();
        services.AddSingleton<Repositories>();
        services.AddSingleton<ImageStore>();
        services.AddSingleton<RegistryAccess>();
        services.AddSingleton<RegistryTokens>();
        services.AddSingleton<IService, TokenService>();
        services.AddSingleton<IService, RegistryService>();
        services.AddSingleton<IResourceProvider, RegistryResources>();
    }
}
