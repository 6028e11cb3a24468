using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of <c>docker push</c>.</summary>
[Argument("Name", "{value}", Position = -1)]
[Argument("AllTags", "--all-tags")]
public class DockerPushSettings() : DockerOptions("push");

public static class DockerPushSettingsExtensions
{
    extension<T>(T o)
        where T : DockerPushSettings
    {
        public string? Name => o.Get<string>("Name");
        public T SetName(string? value) => o.Set("Name", value);
        public T ResetName() => o.Set("Name", null);

        public bool? AllTags => o.Get<bool?>("AllTags");
        public T SetAllTags(bool? value) => o.Set("AllTags", value);
        public T ResetAllTags() => o.Set("AllTags", null);
        public T EnableAllTags() => o.Set("AllTags", true);
        public T DisableAllTags() => o.Set("AllTags", false);
        public T ToggleAllTags() => o.Toggle("AllTags");
    }
}
