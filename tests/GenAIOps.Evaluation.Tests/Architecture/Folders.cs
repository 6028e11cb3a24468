using GenAIOps.Evaluation.Runs;
using GenAIOps.Tests.Architecture;

namespace GenAIOps.Evaluation.Tests.Architecture;

public sealed class Folders
{
    private static readonly CompiledFolders s_compiled = new(typeof(RunOptions).Assembly);

    [Fact]
    public void NoFolderUsesOneThatUsesIt() => CompiledFolders.None("Folders that reach one another: turn one of these arrows round, or move a type.", s_compiled.Circles());

    [Fact]
    public void EveryNamespaceIsItsFolder() => CompiledFolders.None("Types whose namespace is not the folder of their file:", s_compiled.Astray());

    [Fact]
    public void EveryFileIsNamedAfterItsType() => CompiledFolders.None("Types in a file of another name (an enum may share one):", s_compiled.Misfiled());

    /// <summary>What is not seen would be allowed: each kind of use is found where it is known to be.</summary>
    [Fact]
    public void UsesAreSeenInSignaturesAndBodies()
    {
        string[] known = ["IAnswerSource uses EvaluationCase", "HedgedSource uses EvaluationCase", "JudgeCalibration uses AnswerContext"];
        Assert.Empty(known.Except(s_compiled.Arrows.Select(arrow => $"{arrow.User.Name} uses {arrow.Used.Name}")));
    }
}
