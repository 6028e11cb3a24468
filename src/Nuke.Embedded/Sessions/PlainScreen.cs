namespace Nuke.Common.Sessions;

/// <summary>Lines only: files, pipes and build servers.</summary>
internal sealed class PlainScreen(TextWriter writer) : IScreen
{
    public void WriteLine(string line, Tone tone, string? target) => writer.WriteLine(line);

    public void Heartbeat(IReadOnlyList<TargetAtWork> targets) => writer.WriteLine(
        "… " + string.Join(" · ", targets.Select(x => $"{x.Name} {Durations.Format(x.Elapsed)}{(x.Progress.Length > 0 ? ", " + UntrustedText.WithoutCommands(x.Progress) : "")}")));

    public void Dispose() => writer.Flush();
}
