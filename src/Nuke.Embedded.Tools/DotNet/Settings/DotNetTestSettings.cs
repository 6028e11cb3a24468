using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet test</c>.</summary>
[Argument("TestAdapterPath", "--test-adapter-path {value}")]
[Argument("DataCollector", "--collect {value}")]
[Argument("DiagnosticsFile", "--diag {value}")]
[Argument("Filter", "--filter {value}")]
[Argument("ResultsDirectory", "--results-directory {value}")]
[Argument("SettingsFile", "--settings {value}")]
[Argument("ListTests", "--list-tests")]
[Argument("BlameMode", "--blame")]
[Argument("BlameCrash", "--blame-crash")]
[Argument("BlameCrashDumpType", "--blame-crash-dump-type {value}")]
[Argument("BlameCrashCollectAlways", "--blame-crash-collect-always")]
[Argument("BlameHang", "--blame-hang")]
[Argument("BlameHangDumpType", "--blame-hang-dump-type {value}")]
[Argument("BlameHangTimeout", "--blame-hang-timeout {value}")]
[Argument("RunSettings", "-- {key}={value}", Position = -1, Separator = " ")]
[Argument("Loggers", "--logger {value}")]
[Argument("Properties", "/property:{key}={value}")]
public class DotNetTestSettings() : DotNetOptions("test"),
    IDotNetProjectFileSettings, IDotNetConfigurationSettings, IDotNetFrameworkSettings, IDotNetRuntimeSettings, IDotNetOutputSettings,
    IDotNetNoRestoreSettings, IDotNetNoBuildSettings, IDotNetFeedSettings, IDotNetSourcesSettings, IDotNetPackagesSettings,
    IDotNetVerbositySettings, IDotNetNoLogoSettings, IDotNetLoggersSettings, IDotNetPropertiesSettings;

public static class DotNetTestSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetTestSettings
    {
        public string? TestAdapterPath => o.Get<string>("TestAdapterPath");
        public T SetTestAdapterPath(string? value) => o.Set("TestAdapterPath", value);
        public T ResetTestAdapterPath() => o.Set("TestAdapterPath", null);

        public string? DataCollector => o.Get<string>("DataCollector");
        public T SetDataCollector(string? value) => o.Set("DataCollector", value);
        public T ResetDataCollector() => o.Set("DataCollector", null);

        public string? DiagnosticsFile => o.Get<string>("DiagnosticsFile");
        public T SetDiagnosticsFile(string? value) => o.Set("DiagnosticsFile", value);
        public T ResetDiagnosticsFile() => o.Set("DiagnosticsFile", null);

        public string? Filter => o.Get<string>("Filter");
        public T SetFilter(string? value) => o.Set("Filter", value);
        public T ResetFilter() => o.Set("Filter", null);

        public string? ResultsDirectory => o.Get<string>("ResultsDirectory");
        public T SetResultsDirectory(string? value) => o.Set("ResultsDirectory", value);
        public T ResetResultsDirectory() => o.Set("ResultsDirectory", null);

        public string? SettingsFile => o.Get<string>("SettingsFile");
        public T SetSettingsFile(string? value) => o.Set("SettingsFile", value);
        public T ResetSettingsFile() => o.Set("SettingsFile", null);

        public bool? ListTests => o.Get<bool?>("ListTests");
        public T SetListTests(bool? value) => o.Set("ListTests", value);
        public T ResetListTests() => o.Set("ListTests", null);
        public T EnableListTests() => o.Set("ListTests", true);
        public T DisableListTests() => o.Set("ListTests", false);
        public T ToggleListTests() => o.Toggle("ListTests");

        public bool? BlameMode => o.Get<bool?>("BlameMode");
        public T SetBlameMode(bool? value) => o.Set("BlameMode", value);
        public T ResetBlameMode() => o.Set("BlameMode", null);
        public T EnableBlameMode() => o.Set("BlameMode", true);
        public T DisableBlameMode() => o.Set("BlameMode", false);
        public T ToggleBlameMode() => o.Toggle("BlameMode");

        public bool? BlameCrash => o.Get<bool?>("BlameCrash");
        public T SetBlameCrash(bool? value) => o.Set("BlameCrash", value);
        public T ResetBlameCrash() => o.Set("BlameCrash", null);
        public T EnableBlameCrash() => o.Set("BlameCrash", true);
        public T DisableBlameCrash() => o.Set("BlameCrash", false);
        public T ToggleBlameCrash() => o.Toggle("BlameCrash");

        public string? BlameCrashDumpType => o.Get<string>("BlameCrashDumpType");
        public T SetBlameCrashDumpType(string? value) => o.Set("BlameCrashDumpType", value);
        public T ResetBlameCrashDumpType() => o.Set("BlameCrashDumpType", null);

        public bool? BlameCrashCollectAlways => o.Get<bool?>("BlameCrashCollectAlways");
        public T SetBlameCrashCollectAlways(bool? value) => o.Set("BlameCrashCollectAlways", value);
        public T ResetBlameCrashCollectAlways() => o.Set("BlameCrashCollectAlways", null);
        public T EnableBlameCrashCollectAlways() => o.Set("BlameCrashCollectAlways", true);
        public T DisableBlameCrashCollectAlways() => o.Set("BlameCrashCollectAlways", false);
        public T ToggleBlameCrashCollectAlways() => o.Toggle("BlameCrashCollectAlways");

        public bool? BlameHang => o.Get<bool?>("BlameHang");
        public T SetBlameHang(bool? value) => o.Set("BlameHang", value);
        public T ResetBlameHang() => o.Set("BlameHang", null);
        public T EnableBlameHang() => o.Set("BlameHang", true);
        public T DisableBlameHang() => o.Set("BlameHang", false);
        public T ToggleBlameHang() => o.Toggle("BlameHang");

        public string? BlameHangDumpType => o.Get<string>("BlameHangDumpType");
        public T SetBlameHangDumpType(string? value) => o.Set("BlameHangDumpType", value);
        public T ResetBlameHangDumpType() => o.Set("BlameHangDumpType", null);

        public string? BlameHangTimeout => o.Get<string>("BlameHangTimeout");
        public T SetBlameHangTimeout(string? value) => o.Set("BlameHangTimeout", value);
        public T ResetBlameHangTimeout() => o.Set("BlameHangTimeout", null);

        public IReadOnlyDictionary<string, object?> RunSettings => o.Pairs("RunSettings");
        public T SetRunSettings(IEnumerable<KeyValuePair<string, object?>> values) => o.SetPairs("RunSettings", values);
        public T SetRunSetting(string key, object? value) => o.SetPair("RunSettings", key, value);
        public T AddRunSetting(string key, object? value) => o.AddPair("RunSettings", key, value);
        public T RemoveRunSetting(string key) => o.RemovePair("RunSettings", key);
        public T ClearRunSettings() => o.Set("RunSettings", null);
    }
}
