using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.KeyVault;

internal static class KeyVaultModule
{
    public static void AddKeyVault(this IServiceCollection services)
    {
        services.AddSingleton<VaultItems>();
        services.AddSingleton<Vaults>();
        services.AddSingleton<VaultAccess>();
        services.AddSingleton<IResourceProvider, VaultProvider>();
        services.AddSingleton<IService, SecretsService>();
        services.AddSingleton<IService, KeysService>();
    }
}
