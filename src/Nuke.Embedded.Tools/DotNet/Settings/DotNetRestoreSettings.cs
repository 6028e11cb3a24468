namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet restore</c>.</summary>
public class DotNetRestoreSettings() : DotNetOptions("restore"),
    IDotNetProjectFileSettings, IDotNetFeedSettings, IDotNetSourcesSettings, IDotNetPackagesSettings, IDotNetConfigFileSettings,
    IDotNetRuntimeSettings, IDotNetVerbositySettings, IDotNetMSBuildSettings;
