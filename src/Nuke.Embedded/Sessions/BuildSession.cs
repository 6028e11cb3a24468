using System.Reflection;
using System.Runtime.InteropServices;
using Nuke.Common.IO;

namespace Nuke.Common.Sessions;

/// <summary>One run of a build: what NUKE keeps in statics. Found through the flow of execution, so that runs do not see each other.</summary>
internal sealed class BuildSession : IDisposable
{
    private static readonly AsyncLocal<BuildSession?> s_current = new();

    /// <summary>The run of this process, for code on threads that the flow does not reach.</summary>
    private static BuildSession? s_ofProcess;

    private readonly CancellationTokenRegistration _killing;
    private readonly ChildProcesses _children = new();
    private CancellationTokenSource? _cleanup;

    public BuildSession(BuildEnvironment environment, AbsolutePath root, Host host, BuildOutput output, Func<MemberInfo, object?> valueOf)
    {
        Environment = environment;
        Root = root;
        Host = host;
        Output = output;
        ValueOf = valueOf;
        _killing = environment.Interrupt.Register(_children.KillAll);
        s_current.Value = this;
    }

    public static BuildSession? Current => s_current.Value ?? s_ofProcess;

    public BuildEnvironment Environment { get; }
    public AbsolutePath Root { get; }
    public Host Host { get; }
    public BuildOutput Output { get; }

    /// <summary>The value that a parameter or an injected member of a component has; null for none.</summary>
    public Func<MemberInfo, object?> ValueOf { get; set; }

    /// <summary>Whether nothing of earlier runs may be used.</summary>
    public bool NoCache { get; init; }

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

    /// <summary>Opens the log of this run, unless there is one. The build goes on without, if it cannot be written.</summary>
    public void StartLog()
    {
        if (Output.LogFile is not null) return;
        try
        {
            Output.KeepIn(RunLog.Open(Root, Environment.Time));
            Output.Record($"{typeof(BuildSession).Assembly.GetName().Name} on .NET {System.Environment.Version}, {RuntimeInformation.OSDescription}, {Host.GetType().Name}: {string.Join(' ', Environment.Arguments)}", Tone.Heading);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Output.Write($"warning: the log of this run cannot be written to .nuke/temp/logs: {ExceptionText.Reason(e)} The build goes on.", Tone.Warning);
        }
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
