namespace GenAIOps.Pipeline.Ci;

/// <summary>One job of the generated workflows: the targets that it runs, and the environment whose identity it runs under.</summary>
/// <param name="Id">The job's name in YAML: lower-case letters, digits and inner dashes.</param>
/// <param name="Title">What a person reads in the run's graph.</param>
/// <param name="Targets">Targets to run, in this order, without their dependencies: earlier stages ran those.</param>
internal sealed record CiStage(string Id, string Title, IReadOnlyList<string> Targets)
{
    /// <summary>The environment that it works in; null for a stage that holds no cloud identity.</summary>
    public string? Environment { get; init; }

    /// <summary>Ids that the model names; null where the CI host's environment holds them.</summary>
    public CiIdentity Identity { get; init; } = new(null, null, null);

    /// <summary>Where the environment is.</summary>
    public TargetCloud Cloud { get; init; } = TargetCloud.Azure;

    /// <summary>The stage before it; null for the first.</summary>
    public string? Needs { get; init; }

    /// <summary>Whether a person decides before it runs, and its targets take the digest that was approved.</summary>
    public bool Gated { get; init; }

    /// <summary>Options of its targets.</summary>
    public string Options { get; init; } = "";

    /// <summary>Minutes after which the CI host ends the job.</summary>
    public int TimeoutMinutes { get; init; } = 30;

    /// <summary>Whether it runs for pull requests too: only where no cloud identity is at hand.</summary>
    public bool OnPullRequests => Environment is null;
}

/// <summary>Who a job signs in as. None of it is secret.</summary>
internal sealed record CiIdentity(string? ClientId, string? TenantId, string? SubscriptionId);

/// <summary>The pipeline as both CI hosts see it.</summary>
/// <param name="Name">The workflow's display name.</param>
/// <param name="DefaultBranch">The branch whose commits are released.</param>
/// <param name="Stages">In order; each needs the one before.</param>
internal sealed record CiPipeline(string Name, string DefaultBranch, IReadOnlyList<CiStage> Stages)
{
    /// <summary>Prints the digests of the images that were built, separated by commas.</summary>
    public string Digests { get; init; } = "cat artifacts/image/digest";

    /// <summary>What a person does before a release.</summary>
    public string Instructions { get; init; } = "Approve or reject this digest.";

    /// <summary>
    /// The images, promoted by digest through the environments of the model, with a person before each that releases. An environment that releases and does
    /// something else as well has two jobs: nothing is released before all is evaluated. What the build has no target for is in no job.
    /// </summary>
    /// <param name="model">The agents and the environments.</param>
    /// <param name="lacks">Whether the build has no target of this name; null: it has all.</param>
    public static CiPipeline Of(PipelineModel model, Func<string, bool>? lacks = null)
    {
        List<CiStage> stages = [lacks?.Invoke("Test") is true ? new("build", "Containerize", ["Containerize"]) : new("build", "Test and containerize", ["Test", "Containerize"])];
        Add(new("push", "Push the image and its evidence", ["Push"]), model.Pushing);
        foreach (var environment in model.Environments.Where(HasCandidates))
        {
            Add(new(CiNames.JobOf(environment.Name), TitleOf(environment), [.. TargetsOf(environment)]) { TimeoutMinutes = environment.Does(EnvironmentStages.Evaluate) ? 60 : 30 }, environment);
        }

        List<EnvironmentModel> releasing = [.. model.That(EnvironmentStages.Release).Where(environment => lacks?.Invoke($"Release{environment.TargetSuffix}") is not true)];
        foreach (var environment in releasing)
        {
            Add(new(HasCandidates(environment) ? CiNames.ReleaseJobOf(environment.Name) : CiNames.JobOf(environment.Name), $"Release to {environment.Title}, blue/green", [$"Release{environment.TargetSuffix}", "RegisterAlerts"])
            {
                Gated = true,
                Options = releasing.Count > 1 ? $" --environment {environment.Name}" : "",
                TimeoutMinutes = 120,
            }, environment);
        }

        return new CiPipeline("genaiops", "main", stages) { Digests = DigestsOf(model), Instructions = InstructionsOf(model) };

        void Add(CiStage stage, EnvironmentModel environment)
        {
            string[] targets = [.. stage.Targets.Where(target => lacks?.Invoke(target) is not true)];
            if (targets.Length > 0) stages.Add(stage with { Targets = targets, Environment = environment.Name, Identity = IdentityOf(environment), Cloud = environment.Cloud, Needs = stages[^1].Id });
        }
    }

    private static bool HasCandidates(EnvironmentModel environment) => environment.Does(EnvironmentStages.Deploy) || environment.Does(EnvironmentStages.Evaluate);

    private static IEnumerable<string> TargetsOf(EnvironmentModel environment)
    {
        if (environment.Does(EnvironmentStages.Deploy)) yield return $"Deploy{environment.TargetSuffix}";
        if (environment.Does(EnvironmentStages.Evaluate)) yield return $"Evaluate{environment.TargetSuffix}";
    }

    private static string TitleOf(EnvironmentModel environment) => string.Join("; ", new[]
    {
        environment.Does(EnvironmentStages.Deploy) ? $"Deploy to {environment.Title}" : null,
        environment.Does(EnvironmentStages.Evaluate) ? $"Evaluate in {environment.Title}" : null,
    }.OfType<string>());

    private static string DigestsOf(PipelineModel model) => model.Agents.Count == 1
        ? "cat artifacts/image/digest"
        : $"paste -d, {string.Join(' ', model.Agents.Select(agent => $"artifacts/{agent.Name}/image/digest"))}";

    private static string InstructionsOf(PipelineModel model)
    {
        List<string> evaluating = [.. model.That(EnvironmentStages.Evaluate).Select(environment => environment.Title)];
        var decide = model.Agents.Count == 1 ? "approve or reject this digest." : "approve or reject these digests.";
        return evaluating.Count switch
        {
            0 => $"A{decide[1..]}",
            1 => $"Read the evaluation report of the {evaluating[0]} stage, then {decide}",
            _ => $"Read the evaluation reports of the stages {string.Join(", ", evaluating)}, then {decide}",
        };
    }

    private static CiIdentity IdentityOf(EnvironmentModel environment) =>
        new(environment.Definition.Identity?.ClientId, environment.Definition.TenantId, environment.Definition.SubscriptionId);
}
