using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Commands with a verbosity.</summary>
[Argument("Verbosity", "--verbosity {value}")]
public interface IDotNetVerbositySettings;

/// <summary>Commands with a banner.</summary>
[Argument("NoLogo", "--nologo")]
public interface IDotNetNoLogoSettings;

/// <summary>Commands with loggers of one's choice.</summary>
[Argument("Loggers", "/logger:{value}")]
public interface IDotNetLoggersSettings;

/// <summary>Commands that write a binary log.</summary>
[Argument("BinaryLog", "-bl:{value}")]
public interface IDotNetBinaryLogSettings;

/// <summary>What a command says.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class DotNetLoggingSettingsExtensions
{
    extension<T>(T o)
        where T : ToolOptions, IDotNetVerbositySettings
    {
        public DotNetVerbosity? Verbosity => o.Get<DotNetVerbosity>("Verbosity");
        public T SetVerbosity(DotNetVerbosity? value) => o.Set("Verbosity", value);
        public T ResetVerbosity() => o.Set("Verbosity", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetNoLogoSettings
    {
        public bool? NoLogo => o.Get<bool?>("NoLogo");
        public T SetNoLogo(bool? value) => o.Set("NoLogo", value);
        public T ResetNoLogo() => o.Set("NoLogo", null);
        public T EnableNoLogo() => o.Set("NoLogo", true);
        public T DisableNoLogo() => o.Set("NoLogo", false);
        public T ToggleNoLogo() => o.Toggle("NoLogo");
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetLoggersSettings
    {
        public IReadOnlyList<string> Loggers => o.List<string>("Loggers");
        public T SetLoggers(params IEnumerable<string> values) => o.SetList("Loggers", values);
        public T AddLoggers(params IEnumerable<string> values) => o.AddList("Loggers", values);
        public T RemoveLoggers(params IEnumerable<string> values) => o.RemoveList("Loggers", values);
        public T ClearLoggers() => o.Set("Loggers", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetBinaryLogSettings
    {
        public string? BinaryLog => o.Get<string>("BinaryLog");
        public T SetBinaryLog(string? value) => o.Set("BinaryLog", value);
        public T ResetBinaryLog() => o.Set("BinaryLog", null);
    }
}
