namespace Nuke.Common;

public abstract partial class NukeBuild
{
    /// <summary>Called when parameters are set and targets are known, before a plan is made.</summary>
    protected virtual void OnBuildCreated() { }

    /// <summary>Called when the plan is made, before conditions and requirements are checked.</summary>
    protected virtual void OnBuildInitialized() { }

    /// <summary>Called after the closing summary, whatever the outcome.</summary>
    protected virtual void OnBuildFinished() { }

    protected virtual void OnTargetRunning(string target) { }

    protected virtual void OnTargetSkipped(string target) { }

    protected virtual void OnTargetSucceeded(string target) { }

    protected virtual void OnTargetFailed(string target) { }

    internal void RaiseBuildCreated() => OnBuildCreated();
    internal void RaiseBuildInitialized() => OnBuildInitialized();
    internal void RaiseBuildFinished() => OnBuildFinished();
    internal void RaiseTargetRunning(string target) => OnTargetRunning(target);
    internal void RaiseTargetSkipped(string target) => OnTargetSkipped(target);
    internal void RaiseTargetSucceeded(string target) => OnTargetSucceeded(target);
    internal void RaiseTargetFailed(string target) => OnTargetFailed(target);
}
