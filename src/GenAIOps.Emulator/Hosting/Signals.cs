using System.Runtime.InteropServices;

namespace GenAIOps.Emulator.Hosting;

/// <summary>SIGTERM stops gracefully. A Ctrl-C meant for the build that started us, or the end of its terminal, does not concern us.</summary>
internal sealed class Signals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly CancellationTokenSource _stop = new();

    public Signals()
    {
        bool startedByHand = !OperatingSystem.IsWindows() && !Unix.Detach();
        On(PosixSignal.SIGTERM, stop: true);
        On(PosixSignal.SIGINT, stop: startedByHand);
        On(PosixSignal.SIGQUIT, stop: startedByHand);
        On(PosixSignal.SIGHUP, stop: false);
    }

    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void On(PosixSignal signal, bool stop) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (stop) _stop.Cancel();
    }));
}
