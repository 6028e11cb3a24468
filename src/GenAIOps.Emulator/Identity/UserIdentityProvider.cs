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
        write.Properties["principalId"] = Principals.IdOf("principal", write.Id);
        write.Properties["clientId"] = Principals.IdOf("client", write.Id);
        return Task.FromResult(Provisioning.Done);
    }
}
