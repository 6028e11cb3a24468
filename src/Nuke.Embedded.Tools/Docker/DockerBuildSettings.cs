using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of <c>docker build</c>.</summary>
[Argument("Path", "{value}", Position = -1)]
[Argument("File", "--file {value}")]
[Argument("Tag", "--tag {value}")]
[Argument("BuildArg", "--build-arg {value}")]
[Argument("Label", "--label {value}")]
[Argument("CacheFrom", "--cache-from {value}")]
[Argument("Target", "--target {value}")]
[Argument("Platform", "--platform {value}")]
[Argument("Output", "--output {value}")]
[Argument("Network", "--network {value}")]
[Argument("Secret", "--secret {value}")]
[Argument("NoCache", "--no-cache")]
[Argument("Pull", "--pull")]
[Argument("Quiet", "--quiet")]
[Argument("Rm", "--rm")]
[Argument("ForceRm", "--force-rm")]
public class DockerBuildSettings() : DockerOptions("build");

public static class DockerBuildSettingsExtensions
{
    extension<T>(T o)
        where T : DockerBuildSettings
    {
        public string? Path => o.Get<string>("Path");
        public T SetPath(string? value) => o.Set("Path", value);
        public T ResetPath() => o.Set("Path", null);

        public string? File => o.Get<string>("File");
        public T SetFile(string? value) => o.Set("File", value);
        public T ResetFile() => o.Set("File", null);

        public IReadOnlyList<string> Tag => o.List<string>("Tag");
        public T SetTag(params IEnumerable<string> values) => o.SetList("Tag", values);
        public T AddTag(params IEnumerable<string> values) => o.AddList("Tag", values);
        public T RemoveTag(params IEnumerable<string> values) => o.RemoveList("Tag", values);
        public T ClearTag() => o.Set("Tag", null);

        public IReadOnlyList<string> BuildArg => o.List<string>("BuildArg");
        public T SetBuildArg(params IEnumerable<string> values) => o.SetList("BuildArg", values);
        public T AddBuildArg(params IEnumerable<string> values) => o.AddList("BuildArg", values);
        public T RemoveBuildArg(params IEnumerable<string> values) => o.RemoveList("BuildArg", values);
        public T ClearBuildArg() => o.Set("BuildArg", null);

        public IReadOnlyList<string> Label => o.List<string>("Label");
        public T SetLabel(params IEnumerable<string> values) => o.SetList("Label", values);
        public T AddLabel(params IEnumerable<string> values) => o.AddList("Label", values);
        public T RemoveLabel(params IEnumerable<string> values) => o.RemoveList("Label", values);
        public T ClearLabel() => o.Set("Label", null);

        public IReadOnlyList<string> CacheFrom => o.List<string>("CacheFrom");
        public T SetCacheFrom(params IEnumerable<string> values) => o.SetList("CacheFrom", values);
        public T AddCacheFrom(params IEnumerable<string> values) => o.AddList("CacheFrom", values);
        public T RemoveCacheFrom(params IEnumerable<string> values) => o.RemoveList("CacheFrom", values);
        public T ClearCacheFrom() => o.Set("CacheFrom", null);

        public string? Target => o.Get<string>("Target");
        public T SetTarget(string? value) => o.Set("Target", value);
        public T ResetTarget() => o.Set("Target", null);

        public string? Platform => o.Get<string>("Platform");
        public T SetPlatform(string? value) => o.Set("Platform", value);
        public T ResetPlatform() => o.Set("Platform", null);

        public string? Output => o.Get<string>("Output");
        public T SetOutput(string? value) => o.Set("Output", value);
        public T ResetOutput() => o.Set("Output", null);

        public string? Network => o.Get<string>("Network");
        public T SetNetwork(string? value) => o.Set("Network", value);
        public T ResetNetwork() => o.Set("Network", null);

        public string? Secret => o.Get<string>("Secret");
        public T SetSecret(string? value) => o.Set("Secret", value);
        public T ResetSecret() => o.Set("Secret", null);

        public bool? NoCache => o.Get<bool?>("NoCache");
        public T SetNoCache(bool? value) => o.Set("NoCache", value);
        public T ResetNoCache() => o.Set("NoCache", null);
        public T EnableNoCache() => o.Set("NoCache", true);
        public T DisableNoCache() => o.Set("NoCache", false);
        public T ToggleNoCache() => o.Toggle("NoCache");

        public bool? Pull => o.Get<bool?>("Pull");
        public T SetPull(bool? value) => o.Set("Pull", value);
        public T ResetPull() => o.Set("Pull", null);
        public T EnablePull() => o.Set("Pull", true);
        public T DisablePull() => o.Set("Pull", false);
        public T TogglePull() => o.Toggle("Pull");

        public bool? Quiet => o.Get<bool?>("Quiet");
        public T SetQuiet(bool? value) => o.Set("Quiet", value);
        public T ResetQuiet() => o.Set("Quiet", null);
        public T EnableQuiet() => o.Set("Quiet", true);
        public T DisableQuiet() => o.Set("Quiet", false);
        public T ToggleQuiet() => o.Toggle("Quiet");

        public bool? Rm => o.Get<bool?>("Rm");
        public T SetRm(bool? value) => o.Set("Rm", value);
        public T ResetRm() => o.Set("Rm", null);
        public T EnableRm() => o.Set("Rm", true);
        public T DisableRm() => o.Set("Rm", false);
        public T ToggleRm() => o.Toggle("Rm");

        public bool? ForceRm => o.Get<bool?>("ForceRm");
        public T SetForceRm(bool? value) => o.Set("ForceRm", value);
        public T ResetForceRm() => o.Set("ForceRm", null);
        public T EnableForceRm() => o.Set("ForceRm", true);
        public T DisableForceRm() => o.Set("ForceRm", false);
        public T ToggleForceRm() => o.Toggle("ForceRm");
    }
}
