using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Git;

/// <summary>What is checked out: <c>[GitRepository] readonly GitRepository GitRepository;</c>.</summary>
public class GitRepositoryAttribute : ValueInjectionAttributeBase
{
    public override object? GetValue(MemberInfo member, object instance) => GitRepository.FromLocalDirectory(NukeBuild.RootDirectory);
}
