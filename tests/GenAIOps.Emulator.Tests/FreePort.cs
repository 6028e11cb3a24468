using System.Net;
using System.Net.Sockets;

namespace GenAIOps.Emulator.Tests;

internal static class FreePort
{
    /// <summary>Below the range that outgoing connections take their near end from, and above the workloads'.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = Random.Shared.Next(30_000, 32_700);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) { } // Taken: try another.
        }
    }
}
