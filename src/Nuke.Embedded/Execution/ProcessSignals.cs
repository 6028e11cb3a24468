using System.Runtime.InteropServices;
using Nuke.Common.Sessions;

namespace Nuke.Common.Execution;

/// <summary>Turns the first Ctrl-C or SIGTERM into a cancellation. A second one ends the process at once.</summary>
internal sealed class ProcessSignals : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly PosixSignalRegistration[] _registrations;

    public ProcessSignals() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    public CancellationToken Interrupt => _interrupt.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _interrupt.Dispose();
    }

    /// <summary>The status line hides it.</summary>
    private static void ShowCursor()
    {
        if (Console.IsOutputRedirected) return;
        using var terminal = Console.OpenStandardOutput();
        terminal.Write("\u001b[?25h"u8);
    }

    private void Handle(PosixSignalContext context)
    {
        if (_interrupt.IsCancellationRequested)
        {
            BuildSession.Current?.Children.KillAll();
            ShowCursor();
            return;
        }

        context.Cancel = true;
        _interrupt.Cancel();
    }
}
