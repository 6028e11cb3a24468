using System.Security.Cryptography;
using System.Text;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Identity;

/// <summary>The directory's ids of what stands for a resource: the same as long as the resource has its id.</summary>
internal static class Principals
{
    /// <param name="kind">principal or client.</param>
    /// <param name="id">The resource that it belongs to.</param>
    public static string IdOf(string kind, ResourceId id) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{id.Value.ToLowerInvariant()}")).AsSpan(0, 16)).ToString();
}
