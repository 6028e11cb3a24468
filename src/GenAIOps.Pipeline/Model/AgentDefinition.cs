using System.Runtime.CompilerServices;
using GenAIOps.Delivery.Images;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Foundry;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Text;
using Microsoft.Extensions.AI.Evaluation;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline;

/// <summary>The agent that the pipeline ships. Paths are absolute or relative to the root folder.</summary>
public sealed record AgentDefinition
{
    /// <param name="name">The container app's, repository's and agent's name: lower-case letters, digits and hyphens, 2 to 24 characters.</param>
    /// <param name="project">The folder of the agent's project, with <c>agent.yaml</c>, <c>prompts/</c> and <c>evaluation/</c> in it.</param>
    /// <param name="file">Filled in by the compiler: where mistakes are told.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public AgentDefinition(string name, AbsolutePath project, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        (Name, Project, File, Line) = (name, project, file, line);

    public string Name { get; }

    public AbsolutePath Project { get; }

    /// <summary>The project's name and that of its assembly.</summary>
    public required string Title { get; init; }

    /// <summary>The solution that <c>Test</c> builds.</summary>
    public required AbsolutePath Solution { get; init; }

    /// <summary>The folders of the test projects: globs relative to the root folder. At least one where the build has <see cref="ITestAgent"/>; no part of a build without it.</summary>
    public IReadOnlyList<string> Tests { get; init; } = [];

    /// <summary>Where the compiled emulator is.</summary>
    public required AbsolutePath EmulatorBinaries { get; init; }

    /// <summary>Names of other agents of this pipeline that it calls. Each is deployed before it, and the addresses are variables: <c>${BILLING_AGENT_URL}</c> for billing-agent.</summary>
    public IReadOnlyList<string> HandsOffTo { get; init; } = [];

    /// <summary>Where its image comes from: its .NET project, a Dockerfile, or a registry.</summary>
    public ImageSource Image { get; init; } = Delivery.Images.Image.FromProject();

    /// <summary>Questions with known answers: JSON Lines, JSON, CSV, Parquet, or another tool's definition that names its rows. Default <c>evaluation/golden.jsonl</c> of the project.</summary>
    public AbsolutePath GoldenSet { get => field ?? Project / "evaluation" / "golden.jsonl"; init; }

    /// <summary>Attacks, in the same formats. Default <c>evaluation/safety.jsonl</c> of the project.</summary>
    public AbsolutePath SafetySet { get => field ?? Project / "evaluation" / "safety.jsonl"; init; }

    /// <summary>Judge the answers to questions; any of Microsoft.Extensions.AI.Evaluation's plug in. A row passes where each of them is content.</summary>
    public IReadOnlyList<IEvaluator> Quality { get; init; } = [new AbstentionEvaluator(), new CorrectnessEvaluator(), new GroundednessEvaluator(), new CitationEvaluator()];

    /// <summary>Judge the answers to attacks. By default with <c>prompts/system.md</c> at hand, so that a leak of it is seen.</summary>
    public IReadOnlyList<IEvaluator> Safety
    {
        get => field ?? [new SafetyEvaluator(new SafetyOptions { SystemPrompt = System.IO.File.Exists(Project / "prompts" / "system.md") ? System.IO.File.ReadAllText(Project / "prompts" / "system.md") : null })];
        init;
    }

    /// <summary>The deployment of the QA project that judges where an evaluator of <see cref="Quality"/> is a <c>RubricJudge</c>; null: none is asked.</summary>
    public string? JudgeDeployment { get; init; }

    /// <summary>
    /// Answers that people judged, JSON Lines: query, response, human_score and what the rubric needs. Each <c>RubricJudge</c> of <see cref="Quality"/> is
    /// compared with them before it judges; null: none is calibrated, and reports say so.
    /// </summary>
    public AbsolutePath? JudgeLabels { get; init; }

    /// <summary>Foundry's evaluators that <c>EvaluateInFoundry</c> asks for. Default: harm in four kinds, and with <see cref="JudgeDeployment"/>, which the DEV project must have too, relevance and coherence.</summary>
    public IReadOnlyList<FoundryEvaluator> CloudEvaluators
    {
        get => field ??
        [
            new("builtin.violence"), new("builtin.sexual"), new("builtin.self_harm"), new("builtin.hate_unfairness"),
            .. JudgeDeployment is { } judge ? [new("builtin.relevance") { Deployment = judge }, new("builtin.coherence") { Deployment = judge }] : Array.Empty<FoundryEvaluator>(),
        ];
        init;
    }

    /// <summary>How often QA asks each row. Default 1; more where answers vary from time to time.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>
    /// The folder where QA and experiments keep answers by content, so that under a changed policy, evaluator or set no row is asked again that this very
    /// image answered in this configuration. Null, the default: nowhere. <c>Drift</c> always asks.
    /// </summary>
    public AbsolutePath? AnswerCache { get; init; }

    /// <summary>How runs ask: concurrency, retries, budgets.</summary>
    public RunOptions Runs { get; init; } = new();

    /// <summary>What <c>Experiment</c> compares: variants of the agent by model, prompt or retrieval.</summary>
    public IReadOnlyList<Experiment> Experiments { get; init; } = [];

    /// <summary>What QA asks of a candidate.</summary>
    public EvaluationPolicy Policy { get; init; } = new();

    /// <summary>The folders of the agent that are content rather than code; each is a part of the image's last layer.</summary>
    public IReadOnlyList<string> Content { get; init; } = ["prompts", "knowledge"];

    internal string File { get; }

    internal int Line { get; }
}
