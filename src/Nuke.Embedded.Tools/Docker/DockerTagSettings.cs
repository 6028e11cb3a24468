using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of <c>docker tag</c>.</summary>
[Argument("SourceImage", "{value}", Position = -2)]
[Argument("TargetImage", "{value}", Position = -1)]
public class DockerTagSettings() : DockerOptions("tag");

public static class DockerTagSettingsExtensions
{
    extension<T>(T o)
        where T : DockerTagSettings
    {
        public string? SourceImage => o.Get<string>("SourceImage");
        public T SetSourceImage(string? value) => o.Set("SourceImage", value);
        public T ResetSourceImage() => o.Set("SourceImage", null);

        public string? TargetImage => o.Get<string>("TargetImage");
        public T SetTargetImage(string? value) => o.Set("TargetImage", value);
        public T ResetTargetImage() => o.Set("TargetImage", null);
    }
}
