using Nuke.Common.IO;
using Nuke.Common.Parameters;
using Nuke.Common.Screens;
using Nuke.Common.Tooling;

namespace Nuke.Common.Execution;

/// <summary>One run of a build: what NUKE keeps in statics. Found through the flow of execution, so that runs do not see each other.</summary>
internal sealed class BuildSession : IDisposable
{
    private static readonly AsyncLocal<BuildSession?> s_current = new();

    /// <summary>The run of this process, for code on threads that the flow does not reach.</summary>
    private static BuildSession? s_ofProcess;

    private readonly CancellationTokenRegistration _killing;
    private readonly ChildProcesses _children = new();
    private CancellationTokenSource? _cleanup;

    public BuildSession(BuildEnvironment environment, AbsolutePath root, Host host, BuildOutput output, ParameterValues parameters)
    {
        Environment = environment;
        Root = root;
        Host = host;
        Output = output;
        Parameters = parameters;
        _killing = environment.Interrupt.Register(_children.KillAll);
        s_current.Value = this;
    }

    public static BuildSession? Current => s_current.Value ?? s_ofProcess;

    public BuildEnvironment Environment { get; }
    public AbsolutePath Root { get; }
    public Host Host { get; }
    public BuildOutput Output { get; }
    public ParameterValues Parameters { get; }

    /// <summary>Null until the build is made.</summary>
    public Injections? Injections { get; set; }

    /// <summary>Those of the target whose code this is; outside of any, those of the run.</summary>
    public ChildProcesses Children => Own?.Children ?? _children;

    public bool Interrupted => Environment.Interrupt.IsCancellationRequested;

    /// <summary>That of the target whose code this is; outside of any, that of the run.</summary>
    public CancellationToken Cancellation => Own?.Token ?? _cleanup?.Token ?? Environment.Interrupt;

    private TargetRun? Own => TargetRun.Current is { } run && run.Session == this ? run : null;

    public void BecomeTheProcess() => s_ofProcess = this;

    /// <summary>After a cancellation: gives the targets that clean up a token of their own.</summary>
    public void StartCleanup()
    {
        if (_cleanup is not null) return;
        _cleanup = new CancellationTokenSource(Environment.CleanupLimit, Environment.Time);
        _cleanup.Token.Register(_children.KillAll);
    }

    public void Dispose()
    {
        _killing.Dispose();
        _cleanup?.Dispose();
        Output.Dispose();
        s_current.Value = null;
        if (s_ofProcess == this) s_ofProcess = null;
    }
}
