namespace GenAIOps.Pipeline.Ci;

/// <summary>One job of the generated workflows: the targets that it runs, and the environment whose identity it runs under.</summary>
/// <param name="Id">The job's name in YAML: lower case, no spaces.</param>
/// <param name="Title">What a person reads in the run's graph.</param>
/// <param name="Targets">Targets to run, in this order, without their dependencies: earlier stages ran those.</param>
internal sealed record CiStage(string Id, string Title, IReadOnlyList<string> Targets)
{
    /// <summary>The environment that it deploys to; null for a stage that holds no cloud identity.</summary>
    public string? Environment { get; init; }

    /// <summary>The stage before it; null for the first.</summary>
    public string? Needs { get; init; }

    /// <summary>Whether a person decides before it runs, and its targets take the digest that was approved.</summary>
    public bool Gated { get; init; }

    /// <summary>Minutes after which the CI host ends the job.</summary>
    public int TimeoutMinutes { get; init; } = 30;

    /// <summary>Whether it runs for pull requests too: only where no cloud identity is at hand.</summary>
    public bool OnPullRequests => Environment is null;
}

/// <summary>The pipeline as both CI hosts see it.</summary>
/// <param name="Name">The workflow's display name.</param>
/// <param name="DefaultBranch">The branch whose commits are released.</param>
/// <param name="Stages">In order; each needs the one before.</param>
internal sealed record CiPipeline(string Name, string DefaultBranch, IReadOnlyList<CiStage> Stages)
{
    /// <summary>The reference architecture's stages: one image, promoted by digest, with a person before PROD.</summary>
    public static CiPipeline Default { get; } = new("genaiops", "main",
    [
        new("build", "Test and containerize", ["Test", "Containerize"]),
        new("push", "Push the image and its evidence", ["Push"]) { Environment = "dev", Needs = "build" },
        new("dev", "Deploy to DEV", ["DeployDev"]) { Environment = "dev", Needs = "push" },
        new("qa", "Evaluate in QA", ["EvaluateQa"]) { Environment = "qa", Needs = "dev", TimeoutMinutes = 60 },
        new("prod", "Release to PROD, blue/green", ["ReleaseProd", "RegisterAlerts"])
        {
            Environment = "prod", Needs = "qa", Gated = true, TimeoutMinutes = 120,
        },
    ]);
}
