using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>How many values an option takes.</summary>
internal enum Arity
{
    Flag,

    /// <summary>None, or one of those that it names.</summary>
    Choice,
    One,
    Many,
}

/// <summary>An option of the engine itself.</summary>
internal sealed record EngineOption(string Name, Arity Arity, string Description)
{
    public static readonly EngineOption Target = new("target", Arity.Many, "Targets to run; the same as naming them first");
    public static readonly EngineOption Skip = new("skip", Arity.Many, "Targets to skip; without names, all that were not asked for");
    public static readonly EngineOption Parallel = new("parallel", Arity.One, "How many targets may run at once. Default: the number of processors");
    public static readonly EngineOption Plan = new("plan", Arity.Choice, "Prints what would run, in order, and ends: text (the default), json or mermaid") { Choices = ["text", "json", "mermaid"] };
    public static readonly EngineOption Explain = new("explain", Arity.Flag, "Says of each target why it would run or not, and ends");
    public static readonly EngineOption NoCache = new("no-cache", Arity.Flag, "Runs every target: neither reads nor writes the cache");
    public static readonly EngineOption Cache = new("cache", Arity.One, "Where outputs are kept: a folder, or what the build opens (oci://registry/repository). Default .nuke/temp/cache");
    public static readonly EngineOption Json = new("json", Arity.Flag, "Prints what happens as one JSON object a line");
    public static readonly EngineOption Help = new("help", Arity.Flag, "Prints this text and ends");
    public static readonly EngineOption Verbosity = new("verbosity", Arity.One, "Verbose, Normal, Minimal or Quiet. Default Normal");
    public static readonly EngineOption Profile = new("profile", Arity.Many, "Reads .nuke/parameters.<profile>.json before .nuke/parameters.json");
    public static readonly EngineOption Root = new("root", Arity.One, "Root directory. Default: the nearest one with .nuke, upwards");
    public static readonly EngineOption Host = new("host", Arity.One, "Terminal, or a build server such as GitHubActions, AzurePipelines or GitLab. Default: found from the environment");
    public static readonly EngineOption Partition = new("partition", Arity.One, "Which part of work shared by several jobs this build does, such as 2/3");
    public static readonly EngineOption NoLogo = new("no-logo", Arity.Flag, "Leaves out the first line");
    public static readonly EngineOption GenerateSchema = new("generate-schema", Arity.Flag, "Writes .nuke/build.schema.json and ends");

    public static readonly EngineOption Completion = new("completion", Arity.Choice, "Prints the script for completing words in a shell, and ends: bash (the default), zsh, fish or powershell") { Choices = CompletionScripts.Shells };

    public static readonly IReadOnlyList<EngineOption> All =
        [Target, Skip, Parallel, Plan, Explain, NoCache, Cache, Json, Help, Verbosity, Profile, Root, Host, Partition, NoLogo, GenerateSchema, Completion];

    /// <summary>What <see cref="Arity.Choice"/> may be given.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    public string Text => "--" + Name;

    /// <summary>The options that a parameters file may set, too.</summary>
    public bool IsInFiles => this == Verbosity || this == Host || this == NoLogo || this == Parallel;

    public static EngineOption? Find(string name) =>
        name is "h" or "?" ? Help : All.FirstOrDefault(x => Kebab.Same(x.Name, name));
}
