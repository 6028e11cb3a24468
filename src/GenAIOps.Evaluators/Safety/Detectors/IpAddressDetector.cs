using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>IP addresses that may lead to somebody: version 4 in four parts, version 6 with at least three colons. Loopback, unspecified, and those for documentation (RFC 5737, RFC 3849) are none.</summary>
public sealed partial class IpAddressDetector() : Detector("an IP address")
{
    protected override IEnumerable<Finding> Scan(string text)
    {
        foreach (Match match in Candidates().Matches(text))
        {
            if (IPAddress.TryParse(match.Value, out var address) && !IsNobody(address))
            {
                yield return At(text, match.Index, match.Length, address.ToString());
            }
        }
    }

    private static bool IsNobody(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return IPAddress.IsLoopback(address) || (address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.Equals(IPAddress.IPv6Any) || bytes is [0x20, 0x01, 0x0d, 0xb8, ..]
            : bytes[0] is 0 or 255 || bytes is [192, 0, 2, _] or [198, 51, 100, _] or [203, 0, 113, _]);
    }

    // Version numbers have fewer parts, or a letter before them.
    [GeneratedRegex(@"(?<![\p{L}\p{N}.:])(?:(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}(?![\p{L}\p{N}:]|\.[0-9])|(?=[0-9A-Fa-f:]{4,39}(?![\p{L}\p{N}:]))(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4})", RegexOptions.CultureInvariant)]
    private static partial Regex Candidates();
}
