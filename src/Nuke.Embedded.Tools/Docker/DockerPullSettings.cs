using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of <c>docker pull</c>.</summary>
[Argument("Name", "{value}", Position = -1)]
[Argument("Platform", "--platform {value}")]
[Argument("AllTags", "--all-tags")]
public class DockerPullSettings() : DockerOptions("pull");

public static class DockerPullSettingsExtensions
{
    extension<T>(T o)
        where T : DockerPullSettings
    {
        public string? Name => o.Get<string>("Name");
        public T SetName(string? value) => o.Set("Name", value);
        public T ResetName() => o.Set("Name", null);

        public string? Platform => o.Get<string>("Platform");
        public T SetPlatform(string? value) => o.Set("Platform", value);
        public T ResetPlatform() => o.Set("Platform", null);

        public bool? AllTags => o.Get<bool?>("AllTags");
        public T SetAllTags(bool? value) => o.Set("AllTags", value);
        public T ResetAllTags() => o.Set("AllTags", null);
        public T EnableAllTags() => o.Set("AllTags", true);
        public T DisableAllTags() => o.Set("AllTags", false);
        public T ToggleAllTags() => o.Toggle("AllTags");
    }
}
