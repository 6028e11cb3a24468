using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Commands that read package feeds.</summary>
[Argument("DisableParallel", "--disable-parallel")]
[Argument("IgnoreFailedSources", "--ignore-failed-sources")]
[Argument("NoCache", "--no-cache")]
public interface IDotNetFeedSettings;

/// <summary>Commands with package sources of one's choice.</summary>
[Argument("Sources", "--source {value}")]
public interface IDotNetSourcesSettings;

/// <summary>Commands with a NuGet.config of one's choice.</summary>
[Argument("ConfigFile", "--configfile {value}")]
public interface IDotNetConfigFileSettings;

/// <summary>Commands that may ask for credentials.</summary>
[Argument("Interactive", "--interactive")]
public interface IDotNetInteractiveSettings;

/// <summary>Commands that restore packages of projects.</summary>
[Argument("Force", "--force")]
[Argument("NoDependencies", "--no-dependencies")]
[Argument("PackageDirectory", "--packages {value}")]
[Argument("UseLockFile", "--use-lock-file")]
[Argument("LockedMode", "--locked-mode")]
[Argument("LockFilePath", "--lock-file-path {value}")]
[Argument("ForceEvaluate", "--force-evaluate")]
public interface IDotNetPackagesSettings;

/// <summary>Where packages come from, and how.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class DotNetRestoringSettingsExtensions
{
    extension<T>(T o)
        where T : ToolOptions, IDotNetFeedSettings
    {
        public bool? DisableParallel => o.Get<bool?>("DisableParallel");
        public T SetDisableParallel(bool? value) => o.Set("DisableParallel", value);
        public T ResetDisableParallel() => o.Set("DisableParallel", null);
        public T EnableDisableParallel() => o.Set("DisableParallel", true);
        public T DisableDisableParallel() => o.Set("DisableParallel", false);
        public T ToggleDisableParallel() => o.Toggle("DisableParallel");

        public bool? IgnoreFailedSources => o.Get<bool?>("IgnoreFailedSources");
        public T SetIgnoreFailedSources(bool? value) => o.Set("IgnoreFailedSources", value);
        public T ResetIgnoreFailedSources() => o.Set("IgnoreFailedSources", null);
        public T EnableIgnoreFailedSources() => o.Set("IgnoreFailedSources", true);
        public T DisableIgnoreFailedSources() => o.Set("IgnoreFailedSources", false);
        public T ToggleIgnoreFailedSources() => o.Toggle("IgnoreFailedSources");

        public bool? NoCache => o.Get<bool?>("NoCache");
        public T SetNoCache(bool? value) => o.Set("NoCache", value);
        public T ResetNoCache() => o.Set("NoCache", null);
        public T EnableNoCache() => o.Set("NoCache", true);
        public T DisableNoCache() => o.Set("NoCache", false);
        public T ToggleNoCache() => o.Toggle("NoCache");
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetSourcesSettings
    {
        public IReadOnlyList<string> Sources => o.List<string>("Sources");
        public T SetSources(params IEnumerable<string> values) => o.SetList("Sources", values);
        public T AddSources(params IEnumerable<string> values) => o.AddList("Sources", values);
        public T RemoveSources(params IEnumerable<string> values) => o.RemoveList("Sources", values);
        public T ClearSources() => o.Set("Sources", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetConfigFileSettings
    {
        public string? ConfigFile => o.Get<string>("ConfigFile");
        public T SetConfigFile(string? value) => o.Set("ConfigFile", value);
        public T ResetConfigFile() => o.Set("ConfigFile", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetInteractiveSettings
    {
        public bool? Interactive => o.Get<bool?>("Interactive");
        public T SetInteractive(bool? value) => o.Set("Interactive", value);
        public T ResetInteractive() => o.Set("Interactive", null);
        public T EnableInteractive() => o.Set("Interactive", true);
        public T DisableInteractive() => o.Set("Interactive", false);
        public T ToggleInteractive() => o.Toggle("Interactive");
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetPackagesSettings
    {
        public bool? Force => o.Get<bool?>("Force");
        public T SetForce(bool? value) => o.Set("Force", value);
        public T ResetForce() => o.Set("Force", null);
        public T EnableForce() => o.Set("Force", true);
        public T DisableForce() => o.Set("Force", false);
        public T ToggleForce() => o.Toggle("Force");

        public bool? NoDependencies => o.Get<bool?>("NoDependencies");
        public T SetNoDependencies(bool? value) => o.Set("NoDependencies", value);
        public T ResetNoDependencies() => o.Set("NoDependencies", null);
        public T EnableNoDependencies() => o.Set("NoDependencies", true);
        public T DisableNoDependencies() => o.Set("NoDependencies", false);
        public T ToggleNoDependencies() => o.Toggle("NoDependencies");

        public string? PackageDirectory => o.Get<string>("PackageDirectory");
        public T SetPackageDirectory(string? value) => o.Set("PackageDirectory", value);
        public T ResetPackageDirectory() => o.Set("PackageDirectory", null);

        public bool? UseLockFile => o.Get<bool?>("UseLockFile");
        public T SetUseLockFile(bool? value) => o.Set("UseLockFile", value);
        public T ResetUseLockFile() => o.Set("UseLockFile", null);
        public T EnableUseLockFile() => o.Set("UseLockFile", true);
        public T DisableUseLockFile() => o.Set("UseLockFile", false);
        public T ToggleUseLockFile() => o.Toggle("UseLockFile");

        public bool? LockedMode => o.Get<bool?>("LockedMode");
        public T SetLockedMode(bool? value) => o.Set("LockedMode", value);
        public T ResetLockedMode() => o.Set("LockedMode", null);
        public T EnableLockedMode() => o.Set("LockedMode", true);
        public T DisableLockedMode() => o.Set("LockedMode", false);
        public T ToggleLockedMode() => o.Toggle("LockedMode");

        public string? LockFilePath => o.Get<string>("LockFilePath");
        public T SetLockFilePath(string? value) => o.Set("LockFilePath", value);
        public T ResetLockFilePath() => o.Set("LockFilePath", null);

        public bool? ForceEvaluate => o.Get<bool?>("ForceEvaluate");
        public T SetForceEvaluate(bool? value) => o.Set("ForceEvaluate", value);
        public T ResetForceEvaluate() => o.Set("ForceEvaluate", null);
        public T EnableForceEvaluate() => o.Set("ForceEvaluate", true);
        public T DisableForceEvaluate() => o.Set("ForceEvaluate", false);
        public T ToggleForceEvaluate() => o.Toggle("ForceEvaluate");
    }
}
