using System.Diagnostics;
using System.Net.Sockets;

namespace GenAIOps.Emulator.Tests;

/// <summary>Waits for what can be observed, up to a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> look) where T : class
    {
        long began = Stopwatch.GetTimestamp();
        Exception? last = null;
        while (Stopwatch.GetElapsedTime(began) < Deadline)
        {
            try
            {
                if (await look() is { } seen) return seen;
            }
            catch (Exception error) when (error is HttpRequestException or SocketException or IOException)
            {
                last = error;
            }
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException($"Not seen within {Deadline.TotalSeconds:0} s: {what}.", last);
    }

    public static Task TrueAsync(string what, Func<Task<bool>> look) => GetAsync(what, async () => await look() ? "yes" : null);

    public static Task TrueAsync(string what, Func<bool> look) => TrueAsync(what, () => Task.FromResult(look()));
}
