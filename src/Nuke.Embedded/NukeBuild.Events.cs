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

    void INukeBuild.RaiseBuildCreated() => OnBuildCreated();
    void INukeBuild.RaiseBuildInitialized() => OnBuildInitialized();
    void INukeBuild.RaiseBuildFinished() => OnBuildFinished();
    void INukeBuild.RaiseTargetRunning(string target) => OnTargetRunning(target);
    void INukeBuild.RaiseTargetSkipped(string target) => OnTargetSkipped(target);
    void INukeBuild.RaiseTargetSucceeded(string target) => OnTargetSucceeded(target);
    void INukeBuild.RaiseTargetFailed(string target) => OnTargetFailed(target);
}
