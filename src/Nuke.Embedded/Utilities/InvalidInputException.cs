namespace Nuke.Common.Utilities;

/// <summary>Parameters, files or definitions are wrong; nothing has run. Carries every problem found. Exit code 2.</summary>
internal sealed class InvalidInputException(IReadOnlyList<string> problems) : Exception(string.Join(System.Environment.NewLine, problems))
{
    public InvalidInputException(string problem)
        : this([problem])
    {
    }

    public IReadOnlyList<string> Problems { get; } = problems;

    public static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0) throw new InvalidInputException(problems);
    }
}
