using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of <c>docker login</c>.</summary>
[Argument("Server", "{value}", Position = -1)]
[Argument("Username", "--username {value}")]
[Argument("Password", "--password {value}", IsSecret = true)]
public class DockerLoginSettings() : DockerOptions("login");

public static class DockerLoginSettingsExtensions
{
    extension<T>(T o)
        where T : DockerLoginSettings
    {
        public string? Server => o.Get<string>("Server");
        public T SetServer(string? value) => o.Set("Server", value);
        public T ResetServer() => o.Set("Server", null);

        public string? Username => o.Get<string>("Username");
        public T SetUsername(string? value) => o.Set("Username", value);
        public T ResetUsername() => o.Set("Username", null);

        public string? Password => o.Get<string>("Password");
        public T SetPassword(string? value) => o.Set("Password", value);
        public T ResetPassword() => o.Set("Password", null);
    }
}
