using System.Collections.Concurrent;

namespace GenAIOps.Emulator.Arm;

/// <summary>One writer at a time for each resource.</summary>
internal sealed class WriteLocks
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new(StringComparer.Ordinal);

    /// <returns>Dispose it to let the next writer in.</returns>
    public async Task<IDisposable> EnterAsync(string id, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = _locks.GetOrAdd(ResourceId.KeyOf(id), _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        return new Held(gate);
    }

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) gate.Release();
        }
    }
}
