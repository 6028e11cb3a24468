namespace Nuke.Common.Sessions;

/// <summary>Prints a line on the screen.</summary>
internal delegate void ShowLine(string line, Tone tone, string? target);

/// <summary>In which order the lines of targets that run side by side are printed. Used under the lock of <see cref="BuildOutput"/>.</summary>
internal interface IBlockLayout
{
    /// <summary>A target begins.</summary>
    /// <param name="block">Its block.</param>
    /// <param name="heading">Its first line.</param>
    void Open(OutputBlock block, string heading);

    /// <summary>Prints a target's line, or one of no target (null), below the headings if there are any.</summary>
    void Place(OutputBlock? block, string line, Tone tone);

    /// <summary>Prints a line for the build server, as it is: servers look for commands at the beginning of a line.</summary>
    void PlaceCommand(OutputBlock? block, string line);

    /// <summary>Prints a line that stands between those of targets.</summary>
    void Between(OutputBlock block, string line, Tone tone);

    /// <summary>A target has ended.</summary>
    void Close(OutputBlock block, string closing, Tone tone);

    /// <summary>Prints whatever is left.</summary>
    void End();

    static string Indented(string line, bool isBelowHeading) => isBelowHeading && line.Length > 0 ? "  " + line : line;
}
