using System.Security.Cryptography;
using System.Text;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Identity;

/// <summary>The directory's ids of what stands for a resource or an application: the same as long as that has its id.</summary>
internal static class Principals
{
    /// <param name="kind">principal or client.</param>
    /// <param name="id">The resource that it belongs to.</param>
    public static string IdOf(string kind, ResourceId id) => IdOf(kind, id.Value);

    public static string IdOf(string kind, string id) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{id.ToLowerInvariant()}")).AsSpan(0, 16)).ToString();
}
