using System.Security.Cryptography;
using System.Text;

namespace GenAIOps.Azure;

/// <summary>UUIDs of what Azure and others name by UUID, and what must have the same name each time.</summary>
public static class NamedUuid
{
    /// <summary>RFC 9562, version 8: the first 128 bits of the SHA-256 of the name, but for those of version and variant.</summary>
    /// <param name="name">As it is: case counts.</param>
    public static Guid Of(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
