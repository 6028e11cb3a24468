using Nuke.Common.Caching;
using Nuke.Common.Parameters;
using Nuke.Common.Sessions;
using Nuke.Common.Targets;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>One run, from the command line to the exit code.</summary>
internal sealed partial class BuildRun(Type type, Func<INukeBuild> create, IReadOnlyCollection<string> defaults, BuildEnvironment environment)
{
    /// <summary>Null until it is made.</summary>
    public INukeBuild? Build { get; private set; }

    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(bool ofProcess = false)
    {
        if (environment.Arguments is [Completion.Command, ..])
            return new BuildRun(type, create, defaults, environment with { Arguments = [], Out = TextWriter.Null }).Complete([.. environment.Arguments.Skip(1)], environment.Out, ofProcess);

        using BuildOutput early = new(new PlainScreen(environment.Out), new Terminal(), environment.Time);
        BuildSession? session = null;
        try
        {
            var catalog = ParameterCatalog.Of(type);
            var line = CommandLine.Parse(environment.Arguments, catalog);
            List<string> problems = [];
            var settings = EngineSettings.Read(line, environment, problems);
            var parameters = ParameterValues.Resolve(catalog, line, settings.Files, environment, settings.Root);
            problems.AddRange(Collisions(catalog));
            if (!environment.IsGuest) problems.AddRange(UnknownEntries(settings.Files, catalog));

            session = Open(settings, parameters);
            if (ofProcess) BecomeTheProcess(session);
            parameters.Convert(problems);
            var build = Make(session, parameters, settings, line);
            ThrowIfUnknown(build, line);
            return await AnswerAsync(build, session, line, parameters, settings, problems);
        }
        catch (Exception exception)
        {
            return Refuse(ExceptionText.Unwrap(exception), session, early);
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static void BecomeTheProcess(BuildSession session)
    {
        session.BecomeTheProcess();
        Console.SetOut(new ConsoleWriter(Console.Out));
        Console.SetError(new ConsoleWriter(Console.Error));
    }

    private BuildSession Open(EngineSettings settings, ParameterValues parameters)
    {
        BuildOutput output = new(BuildOutput.ScreenFor(environment, settings.Host, settings.Json), settings.Host, environment.Time) { Verbosity = settings.Verbosity };
        output.Secrets.Announce = secret => output.WriteUnmasked(settings.Host.MaskCommand(secret));
        foreach (var secret in parameters.Secrets.Concat(settings.Host.Secrets)) output.Secrets.Add(secret);
        LogSink.Install();
        return new BuildSession(environment, settings.Root, settings.Host, output, parameters.ValueOf) { NoCache = settings.NoCache };
    }

    private INukeBuild Make(BuildSession session, ParameterValues parameters, EngineSettings settings, CommandLine line)
    {
        Build = create();
        Build.NoLogo = settings.NoLogo;
        Build.Partition = settings.Partition;
        Build.Plan = line.Has(EngineOption.Plan);
        Build.Help = line.Has(EngineOption.Help);
        parameters.Inject(Build);
        Injections injections = new(Build, session.Output);
        session.ValueOf = member => parameters.ValueOf(member) ?? injections.ValueOf(member);
        injections.Inject();
        Build.ExecutableTargets = TargetCatalog.Create(Build, defaults);
        Build.RaiseBuildCreated();
        return Build;
    }

    private static async Task<int> AnswerAsync(
        INukeBuild build, BuildSession session, CommandLine line, ParameterValues parameters, EngineSettings settings, List<string> problems)
    {
        var catalog = parameters.Catalog;
        if (line.Text(EngineOption.Completion) is { } shell)
        {
            InvalidInputException.ThrowIfAny(problems);
            session.Output.Write(CompletionScripts.Of(shell));
            return 0;
        }

        if (!build.NoLogo && session.Output.IsForPeople && line.Text(EngineOption.Plan) is null or "text") WriteLogo(session.Output);
        if (build.Help)
        {
            HelpText.Write(build.ExecutableTargets, parameters, build, session.Output);
            return 0;
        }

        if (line.Has(EngineOption.GenerateSchema))
        {
            var changed = SchemaFile.Write(session.Root, build.ExecutableTargets, catalog, build);
            session.Output.Write(changed ? "Wrote .nuke/build.schema.json." : ".nuke/build.schema.json is up to date.");
            return 0;
        }

        InvalidInputException.ThrowIfAny(problems);
        build.ExecutionPlan = MakePlan(build, line);
        if (build.Plan)
        {
            new Conditions(build.ExecutionPlan).SkipByParameter(line.Skip);
            PlanText.Write(build.ExecutionPlan, line.Text(EngineOption.Plan) ?? "text", session.Output);
            return 0;
        }

        if (line.Has(EngineOption.Explain))
        {
            new Conditions(build.ExecutionPlan).SkipByParameter(line.Skip);
            await Explanation.WriteAsync(build, session, settings, parameters);
            return 0;
        }

        InvalidInputException.ThrowIfAny([.. Requirements.OfBuild(build, catalog)]);
        return await new LockedRun(build, session, parameters, settings).RunAsync(line.Skip);
    }

    private static IReadOnlyList<ExecutableTarget> MakePlan(INukeBuild build, CommandLine line)
    {
        var invoked = line.Targets is { } names
            ? names.Select(name => build.ExecutableTargets.First(x => Kebab.Same(x.Name, name))).ToArray()
            : [.. build.ExecutableTargets.Where(x => x.IsDefault)];
        if (invoked.Length == 0)
            throw new InvalidInputException("No target is named, and the build has no default. See --help for all targets.");

        foreach (var target in invoked) target.Invoked = true;
        var plan = Planner.Plan(invoked);
        foreach (var target in plan) target.Status = ExecutionStatus.Scheduled;
        return plan;
    }

    private static void WriteLogo(BuildOutput output)
    {
        var assembly = typeof(BuildRun).Assembly.GetName();
        output.Write($"NUKE authoring model on {assembly.Name} {assembly.Version?.ToString(3)}, .NET {Environment.Version}", Tone.Dim);
    }

    private static void ThrowIfUnknown(INukeBuild build, CommandLine line)
    {
        var names = build.ExecutableTargets.Select(x => x.Name).ToArray();
        var unknown = (line.Targets ?? []).Concat(line.Skip ?? [])
            .Where(given => !names.Any(name => Kebab.Same(name, given)))
            .Select(given => $"Unknown target '{given}'.{DidYouMean.Hint(given, names)} See --help for all targets.");
        InvalidInputException.ThrowIfAny([.. line.Problems, .. unknown]);
    }

    private static IEnumerable<string> Collisions(ParameterCatalog catalog) =>
        from parameter in catalog.Parameters
        where EngineOption.Find(parameter.Name) is not null
        select $"Parameter '{parameter.Name}' has the name of the engine's own {parameter.Option}. Give it another: [Parameter(Name = \"…\")].";

    private static IEnumerable<string> UnknownEntries(ParameterFiles files, ParameterCatalog catalog)
    {
        var known = catalog.Parameters.Select(x => x.Name).ToArray();
        return from entry in files.Entries
               where catalog.Find(entry.Name) is null && EngineOption.Find(entry.Name) is not { IsInFiles: true }
               select $"{entry.File}: unknown parameter '{entry.Name}'.{DidYouMean.Hint(entry.Name, known)}";
    }

    private static int Refuse(Exception exception, BuildSession? session, BuildOutput early)
    {
        var output = session?.Output ?? early;
        switch (exception)
        {
            case InvalidInputException invalid:
                foreach (var problem in invalid.Problems) output.Write(problem, Tone.Bad);
                output.Write("Nothing has run.", Tone.Bad);
                return 2;
            case BuildLockedException:
                output.Write(exception.Message, Tone.Bad);
                return 5;
            case BuildFolderException:
                output.Write(exception.Message, Tone.Bad);
                return 6;
            case InvalidDataException:
                ExceptionText.Write(exception, output);
                return 2;
            default:
                if (!ExpectedFailure.Is(exception)) session?.StartLog();
                ExceptionText.Write(exception, output);
                if (output.LogFile is { } log) output.Write($"Log: {Path.GetRelativePath(session!.Root, log)}", Tone.Dim);
                return ExceptionText.ExitCode(exception);
        }
    }
}
