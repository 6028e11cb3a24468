using Nuke.Common.Parameters;
using Nuke.Common.Sessions;

namespace Nuke.Common.Execution;

// A run that only says how a command line may go on.
internal sealed partial class BuildRun
{
    /// <summary>Prints one candidate a line, a tab, and its description. Prints nothing of what is wrong: the shell has no place for it.</summary>
    private int Complete(IReadOnlyList<string> words, TextWriter answers, bool ofProcess)
    {
        BuildSession? session = null;
        try
        {
            var catalog = ParameterCatalog.Of(type);
            var line = CommandLine.Parse([], catalog);
            List<string> problems = [];
            var settings = EngineSettings.Read(line, environment, problems);
            var parameters = ParameterValues.Resolve(catalog, line, settings.Files, environment, settings.Root);
            session = Open(settings, parameters);
            if (ofProcess) BecomeTheProcess(session);
            parameters.Convert(problems);
            var build = Make(session, parameters, settings, line);
            foreach (var (word, description) in new Completion(build, catalog, settings.Root).Of(words))
                answers.Write(description.Length > 0 ? $"{word}\t{description}\n" : $"{word}\n");
            return 0;
        }
        catch (Exception)
        {
            return 1;
        }
        finally
        {
            session?.Dispose();
        }
    }
}
