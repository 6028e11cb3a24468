using Cake.Core;
using Cake.Core.Annotations;

namespace GenAIOps.Cake;

/// <summary>
/// Ships a GenAI agent from source to production on Azure: the stages of <c>./build.sh</c> for Cake, by the same code. An alias runs its own stage alone; the
/// script's tasks say what comes before it. What is refused or fails ends the script with the exit codes of <c>docs/exit-codes.md</c>.
/// </summary>
[CakeAliasCategory("GenAIOps")]
[CakeNamespaceImport("GenAIOps.Cake")]
public static class GenAIOpsAliases
{
    /// <summary>Builds everything and runs the tests.</summary>
    /// <example><code>Task("Test").Does(() => Information(GenAIOpsTest(agent).Passed));</code></example>
    [CakeMethodAlias]
    public static TestResult GenAIOpsTest(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "Test", Artifacts.Test);

    /// <summary>Publishes the agent and writes a reproducible image, its bill of materials and its provenance.</summary>
    /// <example><code>var image = GenAIOpsContainerize(agent);</code></example>
    [CakeMethodAlias]
    public static ImageResult GenAIOpsContainerize(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "Containerize", Artifacts.Image);

    /// <summary>Builds the image again from other clones of the sources, and names the first file that differs.</summary>
    /// <example><code>GenAIOpsVerifyReproducible(agent);</code></example>
    [CakeMethodAlias]
    public static ImageResult GenAIOpsVerifyReproducible(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "VerifyReproducible", Artifacts.Image);

    /// <summary>Warns when the image's base has a newer digest.</summary>
    /// <example><code>GenAIOpsCheckBase(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsCheckBase(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "CheckBase");

    /// <summary>Shows what differs between the environments and the model, and writes it; without leave it ends with exit code 3, and nothing is written.</summary>
    /// <param name="context">The script.</param>
    /// <param name="settings">The agent.</param>
    /// <param name="yes">Write what differs.</param>
    /// <param name="applyPlan">Write exactly the difference that an earlier run showed, by its hash.</param>
    /// <param name="allow">Resources whose security may be lowered, separated by commas.</param>
    /// <example><code>GenAIOpsProvision(agent, yes: true);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsProvision(this ICakeContext context, GenAIOpsSettings settings, bool yes = false, string? applyPlan = null, string? allow = null) =>
        Run(context, settings, "Provision", [.. yes ? ["--yes"] : Array.Empty<string>(), .. applyPlan is null ? Array.Empty<string>() : ["--apply-plan", applyPlan], .. allow is null ? Array.Empty<string>() : ["--allow", allow]]);

    /// <summary>Uploads what the registry lacks, and attaches the signed evidence.</summary>
    /// <example><code>GenAIOpsPush(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsPush(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "Push");

    /// <summary>Deploys to DEV: agent version, revision, smoke and batch inference.</summary>
    /// <example><code>GenAIOpsDeployDev(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsDeployDev(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "DeployDev");

    /// <summary>Evaluates the very candidate in QA against the released baseline.</summary>
    /// <example><code>Information(GenAIOpsEvaluateQa(agent).Verdict);</code></example>
    [CakeMethodAlias]
    public static EvaluationResult GenAIOpsEvaluateQa(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "EvaluateQa", Artifacts.Evaluation);

    /// <summary>Writes the lock of the sets as they are now: from then on a changed row is refused.</summary>
    /// <example><code>GenAIOpsLockDatasets(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsLockDatasets(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "LockDatasets");

    /// <summary>Asks variants of the agent the golden set in DEV and compares them.</summary>
    /// <param name="context">The script.</param>
    /// <param name="settings">The agent.</param>
    /// <param name="named">Which of the agent's experiments; null: the only one.</param>
    /// <example><code>GenAIOpsExperiment(agent, "retrieval");</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsExperiment(this ICakeContext context, GenAIOpsSettings settings, string? named = null) => Run(context, settings, "Experiment", named is null ? [] : ["--named", named]);

    /// <summary>Attacks the candidate in QA with mutated attacks, guided by what works.</summary>
    /// <param name="context">The script.</param>
    /// <param name="settings">The agent.</param>
    /// <param name="budget">Requests to the agent at most.</param>
    /// <example><code>GenAIOpsRedTeam(agent, budget: 500);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsRedTeam(this ICakeContext context, GenAIOpsSettings settings, int budget = 200) => Run(context, settings, "RedTeam", "--budget", $"{budget}");

    /// <summary>Has Foundry ask the agent version in DEV the golden set, and judge it with its own evaluators.</summary>
    /// <example><code>GenAIOpsEvaluateInFoundry(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsEvaluateInFoundry(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "EvaluateInFoundry");

    /// <summary>Has Foundry's red-teaming agent attack the agent version in DEV.</summary>
    /// <example><code>GenAIOpsAttackInFoundry(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsAttackInFoundry(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "AttackInFoundry");

    /// <summary>Asks PROD the golden set and compares with what the same image answered before its release.</summary>
    /// <example><code>GenAIOpsDrift(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsDrift(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "Drift");

    /// <summary>Says for each requirement of PROD whether it is met, and why.</summary>
    /// <example><code>GenAIOpsExplainGate(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsExplainGate(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "ExplainGate");

    /// <summary>Signs a waiver of one requirement of PROD for this digest.</summary>
    /// <param name="context">The script.</param>
    /// <param name="settings">The agent.</param>
    /// <param name="requirement">As <c>GenAIOpsExplainGate</c> names it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="hours">For how long, 1 to 168.</param>
    /// <example><code>GenAIOpsWaive(agent, "tests passed", "flaky, see #12", hours: 4);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsWaive(this ICakeContext context, GenAIOpsSettings settings, string requirement, string reason, int hours = 24) =>
        Run(context, settings, "Waive", "--requirement", requirement, "--reason", reason, "--hours", $"{hours}");

    /// <summary>The gate, then blue/green with smoke, analysis and rollback.</summary>
    /// <example><code>agent.Approve = Argument("approve", (string)null); GenAIOpsReleaseProd(agent);</code></example>
    [CakeMethodAlias]
    public static ReleaseResult GenAIOpsReleaseProd(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "ReleaseProd", Artifacts.Release);

    /// <summary>Gives PROD's traffic back to the revision before the live one.</summary>
    /// <example><code>GenAIOpsRollback(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsRollback(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "Rollback");

    /// <summary>Rehearses each alert rule on recorded telemetry, then registers it.</summary>
    /// <example><code>GenAIOpsRegisterAlerts(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsRegisterAlerts(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "RegisterAlerts");

    /// <summary>Writes the GitHub Actions workflow, the Azure pipeline and <c>infra/*.json</c>.</summary>
    /// <param name="context">The script.</param>
    /// <param name="settings">The agent.</param>
    /// <param name="check">Change nothing; fail where a file differs.</param>
    /// <example><code>GenAIOpsGenerateCi(agent, check: true);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsGenerateCi(this ICakeContext context, GenAIOpsSettings settings, bool check = false) => Run(context, settings, "GenerateCi", check ? ["--check"] : []);

    /// <summary>Starts the emulator, if none runs.</summary>
    /// <example><code>GenAIOpsLocalUp(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsLocalUp(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "LocalUp");

    /// <summary>Stops the emulator; its state is kept.</summary>
    /// <example><code>GenAIOpsLocalDown(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsLocalDown(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "LocalDown");

    /// <summary>Stops the emulator and deletes its state.</summary>
    /// <example><code>GenAIOpsLocalReset(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsLocalReset(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "LocalReset");

    /// <summary>Says what runs where: revisions, traffic, agent versions, alerts.</summary>
    /// <example><code>GenAIOpsStatus(agent);</code></example>
    [CakeMethodAlias]
    public static void GenAIOpsStatus(this ICakeContext context, GenAIOpsSettings settings) => Run(context, settings, "Status");

    private static void Run(ICakeContext context, GenAIOpsSettings settings, string stage, params string[] options) =>
        StageRun.Run(context, settings, stage, options);

    private static T Run<T>(ICakeContext context, GenAIOpsSettings settings, string stage, Func<string, T> read) =>
        read(StageRun.Run(context, settings, stage, []));
}
