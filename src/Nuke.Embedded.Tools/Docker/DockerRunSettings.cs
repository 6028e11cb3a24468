using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Docker;

/// <summary>Settings of <c>docker run</c>.</summary>
[Argument("Image", "{value}", Position = -3)]
[Argument("Command", "{value}", Position = -2)]
[Argument("Args", "{value}", Position = -1, Separator = " ")]
[Argument("Name", "--name {value}")]
[Argument("Env", "--env {value}")]
[Argument("EnvFile", "--env-file {value}")]
[Argument("Volume", "--volume {value}")]
[Argument("Mount", "--mount {value}")]
[Argument("Publish", "--publish {value}")]
[Argument("Network", "--network {value}")]
[Argument("Workdir", "--workdir {value}")]
[Argument("User", "--user {value}")]
[Argument("Entrypoint", "--entrypoint {value}")]
[Argument("Platform", "--platform {value}")]
[Argument("Label", "--label {value}")]
[Argument("Rm", "--rm")]
[Argument("Detach", "--detach")]
[Argument("Interactive", "--interactive")]
[Argument("Tty", "--tty")]
[Argument("Init", "--init")]
[Argument("Privileged", "--privileged")]
[Argument("ReadOnly", "--read-only")]
public class DockerRunSettings() : DockerOptions("run");

public static class DockerRunSettingsExtensions
{
    extension<T>(T o)
        where T : DockerRunSettings
    {
        public string? Image => o.Get<string>("Image");
        public T SetImage(string? value) => o.Set("Image", value);
        public T ResetImage() => o.Set("Image", null);

        public string? Command => o.Get<string>("Command");
        public T SetCommand(string? value) => o.Set("Command", value);
        public T ResetCommand() => o.Set("Command", null);

        public IReadOnlyList<string> Args => o.List<string>("Args");
        public T SetArgs(params IEnumerable<string> values) => o.SetList("Args", values);
        public T AddArgs(params IEnumerable<string> values) => o.AddList("Args", values);
        public T RemoveArgs(params IEnumerable<string> values) => o.RemoveList("Args", values);
        public T ClearArgs() => o.Set("Args", null);

        public string? Name => o.Get<string>("Name");
        public T SetName(string? value) => o.Set("Name", value);
        public T ResetName() => o.Set("Name", null);

        public IReadOnlyList<string> Env => o.List<string>("Env");
        public T SetEnv(params IEnumerable<string> values) => o.SetList("Env", values);
        public T AddEnv(params IEnumerable<string> values) => o.AddList("Env", values);
        public T RemoveEnv(params IEnumerable<string> values) => o.RemoveList("Env", values);
        public T ClearEnv() => o.Set("Env", null);

        public IReadOnlyList<string> EnvFile => o.List<string>("EnvFile");
        public T SetEnvFile(params IEnumerable<string> values) => o.SetList("EnvFile", values);
        public T AddEnvFile(params IEnumerable<string> values) => o.AddList("EnvFile", values);
        public T RemoveEnvFile(params IEnumerable<string> values) => o.RemoveList("EnvFile", values);
        public T ClearEnvFile() => o.Set("EnvFile", null);

        public IReadOnlyList<string> Volume => o.List<string>("Volume");
        public T SetVolume(params IEnumerable<string> values) => o.SetList("Volume", values);
        public T AddVolume(params IEnumerable<string> values) => o.AddList("Volume", values);
        public T RemoveVolume(params IEnumerable<string> values) => o.RemoveList("Volume", values);
        public T ClearVolume() => o.Set("Volume", null);

        public string? Mount => o.Get<string>("Mount");
        public T SetMount(string? value) => o.Set("Mount", value);
        public T ResetMount() => o.Set("Mount", null);

        public IReadOnlyList<string> Publish => o.List<string>("Publish");
        public T SetPublish(params IEnumerable<string> values) => o.SetList("Publish", values);
        public T AddPublish(params IEnumerable<string> values) => o.AddList("Publish", values);
        public T RemovePublish(params IEnumerable<string> values) => o.RemoveList("Publish", values);
        public T ClearPublish() => o.Set("Publish", null);

        public string? Network => o.Get<string>("Network");
        public T SetNetwork(string? value) => o.Set("Network", value);
        public T ResetNetwork() => o.Set("Network", null);

        public string? Workdir => o.Get<string>("Workdir");
        public T SetWorkdir(string? value) => o.Set("Workdir", value);
        public T ResetWorkdir() => o.Set("Workdir", null);

        public string? User => o.Get<string>("User");
        public T SetUser(string? value) => o.Set("User", value);
        public T ResetUser() => o.Set("User", null);

        public string? Entrypoint => o.Get<string>("Entrypoint");
        public T SetEntrypoint(string? value) => o.Set("Entrypoint", value);
        public T ResetEntrypoint() => o.Set("Entrypoint", null);

        public string? Platform => o.Get<string>("Platform");
        public T SetPlatform(string? value) => o.Set("Platform", value);
        public T ResetPlatform() => o.Set("Platform", null);

        public IReadOnlyList<string> Label => o.List<string>("Label");
        public T SetLabel(params IEnumerable<string> values) => o.SetList("Label", values);
        public T AddLabel(params IEnumerable<string> values) => o.AddList("Label", values);
        public T RemoveLabel(params IEnumerable<string> values) => o.RemoveList("Label", values);
        public T ClearLabel() => o.Set("Label", null);

        public bool? Rm => o.Get<bool?>("Rm");
        public T SetRm(bool? value) => o.Set("Rm", value);
        public T ResetRm() => o.Set("Rm", null);
        public T EnableRm() => o.Set("Rm", true);
        public T DisableRm() => o.Set("Rm", false);
        public T ToggleRm() => o.Toggle("Rm");

        public bool? Detach => o.Get<bool?>("Detach");
        public T SetDetach(bool? value) => o.Set("Detach", value);
        public T ResetDetach() => o.Set("Detach", null);
        public T EnableDetach() => o.Set("Detach", true);
        public T DisableDetach() => o.Set("Detach", false);
        public T ToggleDetach() => o.Toggle("Detach");

        public bool? Interactive => o.Get<bool?>("Interactive");
        public T SetInteractive(bool? value) => o.Set("Interactive", value);
        public T ResetInteractive() => o.Set("Interactive", null);
        public T EnableInteractive() => o.Set("Interactive", true);
        public T DisableInteractive() => o.Set("Interactive", false);
        public T ToggleInteractive() => o.Toggle("Interactive");

        public bool? Tty => o.Get<bool?>("Tty");
        public T SetTty(bool? value) => o.Set("Tty", value);
        public T ResetTty() => o.Set("Tty", null);
        public T EnableTty() => o.Set("Tty", true);
        public T DisableTty() => o.Set("Tty", false);
        public T ToggleTty() => o.Toggle("Tty");

        public bool? Init => o.Get<bool?>("Init");
        public T SetInit(bool? value) => o.Set("Init", value);
        public T ResetInit() => o.Set("Init", null);
        public T EnableInit() => o.Set("Init", true);
        public T DisableInit() => o.Set("Init", false);
        public T ToggleInit() => o.Toggle("Init");

        public bool? Privileged => o.Get<bool?>("Privileged");
        public T SetPrivileged(bool? value) => o.Set("Privileged", value);
        public T ResetPrivileged() => o.Set("Privileged", null);
        public T EnablePrivileged() => o.Set("Privileged", true);
        public T DisablePrivileged() => o.Set("Privileged", false);
        public T TogglePrivileged() => o.Toggle("Privileged");

        public bool? ReadOnly => o.Get<bool?>("ReadOnly");
        public T SetReadOnly(bool? value) => o.Set("ReadOnly", value);
        public T ResetReadOnly() => o.Set("ReadOnly", null);
        public T EnableReadOnly() => o.Set("ReadOnly", true);
        public T DisableReadOnly() => o.Set("ReadOnly", false);
        public T ToggleReadOnly() => o.Toggle("ReadOnly");
    }
}
