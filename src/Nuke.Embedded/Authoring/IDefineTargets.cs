namespace Nuke.Common.Execution;

/// <summary>A build, or a component of it, that has more targets than its properties: made from a model. A property of the same name counts instead.</summary>
public interface IDefineTargets
{
    /// <summary>By name. The same delegates each time, by which other targets refer to them.</summary>
    IReadOnlyDictionary<string, Target> DefinedTargets { get; }
}
