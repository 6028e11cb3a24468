using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.Npm;

/// <summary>Settings of a command of <c>npm</c>.</summary>
public abstract class NpmOptions : ToolOptions
{
    private protected NpmOptions(string command)
        : base(command)
    {
    }

    internal override string DefaultToolPath => NpmTasks.NpmPath;
}

/// <summary>Settings of <c>npm ci</c>.</summary>
public class NpmCiSettings() : NpmOptions("ci");

/// <summary>Settings of <c>npm install</c>.</summary>
[Argument("Packages", "{value}", Position = 1)]
[Argument("Production", "--production")]
[Argument("Force", "--force")]
[Argument("Global", "--global")]
[Argument("IgnoreScripts", "--ignore-scripts")]
public class NpmInstallSettings() : NpmOptions("install");

/// <summary>Settings of <c>npm run</c>.</summary>
[Argument("Command", "{value}", Position = 1)]
[Argument("Arguments", "-- {value}", Position = -1, Separator = " ")]
public class NpmRunSettings() : NpmOptions("run");

[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class NpmSettingsExtensions
{
    extension<T>(T o)
        where T : NpmInstallSettings
    {
        public T SetPackages(params IEnumerable<string> values) => o.SetList("Packages", values);
        public T AddPackages(params IEnumerable<string> values) => o.AddList("Packages", values);
        public T RemovePackages(params IEnumerable<string> values) => o.RemoveList("Packages", values);
        public T ClearPackages() => o.Set("Packages", null);

        public T SetProduction(bool? value) => o.Set("Production", value);
        public T EnableProduction() => o.Set("Production", true);
        public T DisableProduction() => o.Set("Production", false);

        public T SetForce(bool? value) => o.Set("Force", value);
        public T EnableForce() => o.Set("Force", true);
        public T DisableForce() => o.Set("Force", false);

        public T SetGlobal(bool? value) => o.Set("Global", value);
        public T EnableGlobal() => o.Set("Global", true);
        public T DisableGlobal() => o.Set("Global", false);

        public T SetIgnoreScripts(bool? value) => o.Set("IgnoreScripts", value);
        public T EnableIgnoreScripts() => o.Set("IgnoreScripts", true);
        public T DisableIgnoreScripts() => o.Set("IgnoreScripts", false);
    }

    extension<T>(T o)
        where T : NpmRunSettings
    {
        public T SetCommand(string? value) => o.Set("Command", value);
        public T ResetCommand() => o.Set("Command", null);

        public T SetArguments(params IEnumerable<string> values) => o.SetList("Arguments", values);
        public T AddArguments(params IEnumerable<string> values) => o.AddList("Arguments", values);
        public T RemoveArguments(params IEnumerable<string> values) => o.RemoveList("Arguments", values);
        public T ClearArguments() => o.Set("Arguments", null);
    }
}
