using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Commands that know configurations and the artifacts layout.</summary>
[Argument("Configuration", "--configuration {value}")]
[Argument("ArtifactsPath", "--artifacts-path {value}")]
public interface IDotNetConfigurationSettings;

/// <summary>Commands for one target framework.</summary>
[Argument("Framework", "--framework {value}")]
public interface IDotNetFrameworkSettings;

/// <summary>Commands for one runtime identifier.</summary>
[Argument("Runtime", "--runtime {value}")]
public interface IDotNetRuntimeSettings;

/// <summary>Commands for one architecture or operating system.</summary>
[Argument("Architecture", "--arch {value}")]
[Argument("OperatingSystem", "--os {value}")]
public interface IDotNetArchitectureSettings;

/// <summary>Commands that can add the runtime to what they make.</summary>
[Argument("SelfContained", "--self-contained {value}")]
public interface IDotNetSelfContainedSettings;

/// <summary>Commands that set what follows the version prefix.</summary>
[Argument("VersionSuffix", "--version-suffix {value}")]
public interface IDotNetVersionSuffixSettings;

/// <summary>Commands that write to a directory.</summary>
[Argument("OutputDirectory", "--output {value}")]
public interface IDotNetOutputDirectorySettings;

/// <summary>Commands that write to, or clean, a directory.</summary>
[Argument("Output", "--output {value}")]
public interface IDotNetOutputSettings;

/// <summary>Commands that restore first.</summary>
[Argument("NoRestore", "--no-restore")]
public interface IDotNetNoRestoreSettings;

/// <summary>Commands that build first.</summary>
[Argument("NoBuild", "--no-build")]
public interface IDotNetNoBuildSettings;

/// <summary>What a command makes.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class DotNetCompilationSettingsExtensions
{
    extension<T>(T o)
        where T : ToolOptions, IDotNetConfigurationSettings
    {
        public string? Configuration => o.Get<string>("Configuration");
        public T SetConfiguration(string? value) => o.Set("Configuration", value);
        public T ResetConfiguration() => o.Set("Configuration", null);

        public string? ArtifactsPath => o.Get<string>("ArtifactsPath");
        public T SetArtifactsPath(string? value) => o.Set("ArtifactsPath", value);
        public T ResetArtifactsPath() => o.Set("ArtifactsPath", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetFrameworkSettings
    {
        public string? Framework => o.Get<string>("Framework");
        public T SetFramework(string? value) => o.Set("Framework", value);
        public T ResetFramework() => o.Set("Framework", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetRuntimeSettings
    {
        public string? Runtime => o.Get<string>("Runtime");
        public T SetRuntime(string? value) => o.Set("Runtime", value);
        public T ResetRuntime() => o.Set("Runtime", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetArchitectureSettings
    {
        public string? Architecture => o.Get<string>("Architecture");
        public T SetArchitecture(string? value) => o.Set("Architecture", value);
        public T ResetArchitecture() => o.Set("Architecture", null);

        public string? OperatingSystem => o.Get<string>("OperatingSystem");
        public T SetOperatingSystem(string? value) => o.Set("OperatingSystem", value);
        public T ResetOperatingSystem() => o.Set("OperatingSystem", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetSelfContainedSettings
    {
        public bool? SelfContained => o.Get<bool?>("SelfContained");
        public T SetSelfContained(bool? value) => o.Set("SelfContained", value);
        public T ResetSelfContained() => o.Set("SelfContained", null);
        public T EnableSelfContained() => o.Set("SelfContained", true);
        public T DisableSelfContained() => o.Set("SelfContained", false);
        public T ToggleSelfContained() => o.Toggle("SelfContained");
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetVersionSuffixSettings
    {
        public string? VersionSuffix => o.Get<string>("VersionSuffix");
        public T SetVersionSuffix(string? value) => o.Set("VersionSuffix", value);
        public T ResetVersionSuffix() => o.Set("VersionSuffix", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetOutputDirectorySettings
    {
        public string? OutputDirectory => o.Get<string>("OutputDirectory");
        public T SetOutputDirectory(string? value) => o.Set("OutputDirectory", value);
        public T ResetOutputDirectory() => o.Set("OutputDirectory", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetOutputSettings
    {
        public string? Output => o.Get<string>("Output");
        public T SetOutput(string? value) => o.Set("Output", value);
        public T ResetOutput() => o.Set("Output", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetNoRestoreSettings
    {
        public bool? NoRestore => o.Get<bool?>("NoRestore");
        public T SetNoRestore(bool? value) => o.Set("NoRestore", value);
        public T ResetNoRestore() => o.Set("NoRestore", null);
        public T EnableNoRestore() => o.Set("NoRestore", true);
        public T DisableNoRestore() => o.Set("NoRestore", false);
        public T ToggleNoRestore() => o.Toggle("NoRestore");
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetNoBuildSettings
    {
        public bool? NoBuild => o.Get<bool?>("NoBuild");
        public T SetNoBuild(bool? value) => o.Set("NoBuild", value);
        public T ResetNoBuild() => o.Set("NoBuild", null);
        public T EnableNoBuild() => o.Set("NoBuild", true);
        public T DisableNoBuild() => o.Set("NoBuild", false);
        public T ToggleNoBuild() => o.Toggle("NoBuild");
    }
}
