namespace Nuke.Common.Screens;

/// <summary>How a line is coloured, where there are colours.</summary>
internal enum Tone
{
    Normal,
    Dim,
    Heading,
    Good,
    Warning,
    Bad,
}

/// <summary>Where lines go. Called by one thread at a time.</summary>
internal interface IScreen : IDisposable
{
    void WriteLine(string line, Tone tone);

    /// <summary>A target begins: from now on the screen may show that it is at work.</summary>
    void Begin(string target);

    /// <summary>What a target is doing.</summary>
    void Progress(string target, string text);

    /// <summary>A target has ended.</summary>
    void End(string target);
}
