namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>Opens the files of a run.</summary>
internal static class RunFiles
{
    /// <exception cref="IOException">Another process writes it, or it cannot be made.</exception>
    public static IAppendFile Open(string path)
    {
        try
        {
            return DiskFile.ToWrite(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} could not be opened for writing: {e.Message.TrimEnd('.')}. One run at a time writes a folder; wait for the other one, or name another folder. Nothing was asked.", e);
        }
    }
}
