using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Settings of <c>dotnet nuget push</c>.</summary>
[Argument("TargetPath", "{value}", Position = 1)]
[Argument("Source", "--source {value}")]
[Argument("SymbolSource", "--symbol-source {value}")]
[Argument("Timeout", "--timeout {value}")]
[Argument("ApiKey", "--api-key {value}", IsSecret = true)]
[Argument("SymbolApiKey", "--symbol-api-key {value}", IsSecret = true)]
[Argument("DisableBuffering", "--disable-buffering")]
[Argument("NoSymbols", "--no-symbols")]
[Argument("ForceEnglishOutput", "--force-english-output")]
[Argument("SkipDuplicate", "--skip-duplicate")]
[Argument("NoServiceEndpoint", "--no-service-endpoint")]
public class DotNetNuGetPushSettings() : DotNetOptions("nuget push");

public static class DotNetNuGetPushSettingsExtensions
{
    extension<T>(T o)
        where T : DotNetNuGetPushSettings
    {
        public string? TargetPath => o.Get<string>("TargetPath");
        public T SetTargetPath(string? value) => o.Set("TargetPath", value);
        public T ResetTargetPath() => o.Set("TargetPath", null);

        public string? Source => o.Get<string>("Source");
        public T SetSource(string? value) => o.Set("Source", value);
        public T ResetSource() => o.Set("Source", null);

        public string? SymbolSource => o.Get<string>("SymbolSource");
        public T SetSymbolSource(string? value) => o.Set("SymbolSource", value);
        public T ResetSymbolSource() => o.Set("SymbolSource", null);

        public int? Timeout => o.Get<int?>("Timeout");
        public T SetTimeout(int? value) => o.Set("Timeout", value);
        public T ResetTimeout() => o.Set("Timeout", null);

        public string? ApiKey => o.Get<string>("ApiKey");
        public T SetApiKey(string? value) => o.Set("ApiKey", value);
        public T ResetApiKey() => o.Set("ApiKey", null);

        public string? SymbolApiKey => o.Get<string>("SymbolApiKey");
        public T SetSymbolApiKey(string? value) => o.Set("SymbolApiKey", value);
        public T ResetSymbolApiKey() => o.Set("SymbolApiKey", null);

        public bool? DisableBuffering => o.Get<bool?>("DisableBuffering");
        public T SetDisableBuffering(bool? value) => o.Set("DisableBuffering", value);
        public T ResetDisableBuffering() => o.Set("DisableBuffering", null);
        public T EnableDisableBuffering() => o.Set("DisableBuffering", true);
        public T DisableDisableBuffering() => o.Set("DisableBuffering", false);
        public T ToggleDisableBuffering() => o.Toggle("DisableBuffering");

        public bool? NoSymbols => o.Get<bool?>("NoSymbols");
        public T SetNoSymbols(bool? value) => o.Set("NoSymbols", value);
        public T ResetNoSymbols() => o.Set("NoSymbols", null);
        public T EnableNoSymbols() => o.Set("NoSymbols", true);
        public T DisableNoSymbols() => o.Set("NoSymbols", false);
        public T ToggleNoSymbols() => o.Toggle("NoSymbols");

        public bool? ForceEnglishOutput => o.Get<bool?>("ForceEnglishOutput");
        public T SetForceEnglishOutput(bool? value) => o.Set("ForceEnglishOutput", value);
        public T ResetForceEnglishOutput() => o.Set("ForceEnglishOutput", null);
        public T EnableForceEnglishOutput() => o.Set("ForceEnglishOutput", true);
        public T DisableForceEnglishOutput() => o.Set("ForceEnglishOutput", false);
        public T ToggleForceEnglishOutput() => o.Toggle("ForceEnglishOutput");

        public bool? SkipDuplicate => o.Get<bool?>("SkipDuplicate");
        public T SetSkipDuplicate(bool? value) => o.Set("SkipDuplicate", value);
        public T ResetSkipDuplicate() => o.Set("SkipDuplicate", null);
        public T EnableSkipDuplicate() => o.Set("SkipDuplicate", true);
        public T DisableSkipDuplicate() => o.Set("SkipDuplicate", false);
        public T ToggleSkipDuplicate() => o.Toggle("SkipDuplicate");

        public bool? NoServiceEndpoint => o.Get<bool?>("NoServiceEndpoint");
        public T SetNoServiceEndpoint(bool? value) => o.Set("NoServiceEndpoint", value);
        public T ResetNoServiceEndpoint() => o.Set("NoServiceEndpoint", null);
        public T EnableNoServiceEndpoint() => o.Set("NoServiceEndpoint", true);
        public T DisableNoServiceEndpoint() => o.Set("NoServiceEndpoint", false);
        public T ToggleNoServiceEndpoint() => o.Toggle("NoServiceEndpoint");
    }
}
