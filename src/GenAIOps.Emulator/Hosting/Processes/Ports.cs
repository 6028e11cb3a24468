using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Free ports for workloads, below the range from which systems take the near end of outgoing connections.</summary>
internal sealed class Ports
{
    private const int First = 20_000, Last = 29_999;
    private readonly ConcurrentDictionary<int, bool> _taken = new();

    /// <summary>A port that nobody listens on and that no other caller holds.</summary>
    public int Take()
    {
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            int port = Random.Shared.Next(First, Last + 1);
            if (!_taken.TryAdd(port, true)) continue;
            if (IsFree(port)) return port;
            _taken.TryRemove(port, out _);
        }
        throw new WorkloadStartException($"No free port was found between {First} and {Last} in 1000 attempts. Stop what listens there, then start the revision again.");
    }

    public void Return(int port) => _taken.TryRemove(port, out _);

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
