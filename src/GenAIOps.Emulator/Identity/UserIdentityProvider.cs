using System.Security.Cryptography;
using System.Text;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Identity;

/// <summary><c>Microsoft.ManagedIdentity/userAssignedIdentities</c>: has a principal and a client id, the same as long as it lives.</summary>
internal sealed class UserIdentityProvider : IResourceProvider
{
    public string Type => "Microsoft.ManagedIdentity/userAssignedIdentities";

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        write.Properties["tenantId"] = EmulatorInstance.TenantId;
        write.Properties["principalId"] = IdOf(write, "principal");
        write.Properties["clientId"] = IdOf(write, "client");
        return Task.FromResult(Provisioning.Done);
    }

    private static string IdOf(ResourceWrite write, string kind) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{write.Id.Value.ToLowerInvariant()}")).AsSpan(0, 16)).ToString();
}
