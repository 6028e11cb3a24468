using System.Net;
using System.Net.Sockets;

namespace GenAIOps.Emulator.Tests;

internal static class FreePort
{
    private const int First = 30_000, Count = 2_700;

    private static int s_next = Random.Shared.Next(Count);

    /// <summary>Below the range that outgoing connections take their near end from, and above the workloads'; none is given twice, or a test that runs beside this one could take it in between.</summary>
    public static int Next()
    {
        while (true)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
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
