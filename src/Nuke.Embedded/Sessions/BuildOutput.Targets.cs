using Nuke.Common.Execution;

namespace Nuke.Common.Sessions;

// What is said of targets: that they begin, are at work, are skipped, end.
internal sealed partial class BuildOutput
{
    /// <summary>A target begins.</summary>
    public OutputBlock Open(string target)
    {
        OutputBlock block = new(this, target, _time.GetTimestamp());
        lock (_lock)
        {
            _running.Add(block);
            Keep($"▶ {target}", Tone.Heading, null);
            _layout.Open(block, $"▶ {target}");
        }

        // Not under the lock: a line written meanwhile must not wait for the status line, which waits for the line.
        Try(() => _screen.Begin(target));
        return block;
    }

    /// <summary>A target has ended: prints its last lines.</summary>
    public void Close(OutputBlock block, ExecutableTarget target, string closing, Tone tone)
    {
        Try(() => _screen.End(target, Secrets));
        lock (_lock)
        {
            if (block.Partial.Length > 0) PrintPartial(block, block.Partial);
            var text = Inert(closing);
            Keep(text, tone, null);
            _running.Remove(block);
            _layout.Close(block, text, tone);
        }
    }

    public void Progress(string text)
    {
        var masked = Secrets.Apply(text);
        if (Own is { } own)
        {
            own.Progress = masked.ReplaceLineEndings(" ");
            _screen.Progress(own.Name, masked);
        }

        if (Verbosity == Verbosity.Verbose) Write(masked, Tone.Dim);
        else Record(masked);
    }

    /// <summary>Says which targets are at work.</summary>
    public void Beat()
    {
        lock (_lock)
        {
            if (_running.Count == 0 || Verbosity > Verbosity.Normal) return;
            TargetAtWork[] targets = [.. _running.Select(x => new TargetAtWork(x.Name, _time.GetElapsedTime(x.Begun), x.Progress))];
            Try(() => _screen.Heartbeat(targets));
        }
    }

    /// <summary>A target is skipped: its line stands between those of others.</summary>
    public void Skip(ExecutableTarget target, string line, Tone tone)
    {
        lock (_lock)
        {
            Try(() => _screen.End(target, Secrets));
            var text = Inert(line);
            Keep(text, tone, null);
            _layout.Between(new OutputBlock(this, "", 0), text, tone);
        }
    }
}
