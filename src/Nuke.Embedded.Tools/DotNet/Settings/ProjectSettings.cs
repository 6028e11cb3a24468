using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Commands that take a project or solution file; without one, that of the working directory.</summary>
[Argument("ProjectFile", "{value}", Position = 1)]
public interface IDotNetProjectFileSettings;

/// <summary>Commands that take a project or solution; without one, that of the working directory.</summary>
[Argument("Project", "{value}", Position = 1)]
public interface IDotNetProjectSettings;

/// <summary>What a command works on.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
public static class DotNetProjectSettingsExtensions
{
    extension<T>(T o)
        where T : ToolOptions, IDotNetProjectFileSettings
    {
        public string? ProjectFile => o.Get<string>("ProjectFile");
        public T SetProjectFile(string? value) => o.Set("ProjectFile", value);
        public T ResetProjectFile() => o.Set("ProjectFile", null);
    }

    extension<T>(T o)
        where T : ToolOptions, IDotNetProjectSettings
    {
        public string? Project => o.Get<string>("Project");
        public T SetProject(string? value) => o.Set("Project", value);
        public T ResetProject() => o.Set("Project", null);
    }
}
