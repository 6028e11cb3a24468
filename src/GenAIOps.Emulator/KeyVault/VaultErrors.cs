using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.KeyVault;

/// <summary>Key Vault's own errors, in its words.</summary>
internal static class VaultErrors
{
    public static AzureErrorException BadParameter(string message) => AzureErrorException.BadRequest("BadParameter", message);

    public static AzureErrorException NotFound(VaultItemKind kind, string name, string? version) => AzureErrorException.NotFound(kind is VaultItemKind.Secret ? "SecretNotFound" : "KeyNotFound",
        $"A {kind.ToString().ToLowerInvariant()} with (name/id) {(version is null ? name : $"{name}/{version}")} was not found in this key vault. If you recently deleted this {kind.ToString().ToLowerInvariant()} you may be able to recover it using the correct recovery command.");

    public static AzureErrorException Disabled(VaultItemKind kind, string operation) => new(403, "Forbidden", $"Operation {operation} is not allowed on a disabled {kind.ToString().ToLowerInvariant()}.")
    {
        InnerCode = kind is VaultItemKind.Secret ? "SecretDisabled" : "KeyDisabled",
    };
}
