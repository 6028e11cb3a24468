namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet clean</c>.</summary>
public class DotNetCleanSettings() : DotNetOptions("clean"),
    IDotNetProjectSettings, IDotNetConfigurationSettings, IDotNetFrameworkSettings, IDotNetRuntimeSettings, IDotNetOutputSettings,
    IDotNetVerbositySettings, IDotNetNoLogoSettings, IDotNetMSBuildSettings;
