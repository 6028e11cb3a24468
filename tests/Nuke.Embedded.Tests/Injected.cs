using System.Reflection;
using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Git;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;
using static Nuke.Common.Tools.Git.GitTasks;

namespace Nuke.Embedded.Tests;

public sealed class Injected : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private interface IHaveRepository : INukeBuild
    {
        [GitRepository] GitRepository? Repository => TryGetValue(() => Repository);
    }

    private sealed class Build : NukeBuild, IHaveRepository
    {
        [PathVariable] private readonly Tool? Sh;
        [PathVariable("no-such-tool")] private readonly Tool? Absent;
        [LocalPath("cmd.exe", "tool.sh")] private readonly Tool? Local;
        [GitRepository] public readonly GitRepository? GitRepository;
        [CI] public readonly GitHubActions? GitHubActions;
        [Constant] private string? Word { get; }

        public Target Show => _ => _.Executes(() => Serilog.Log.Information("ran {Values}", string.Join('|',
            Sh?.Invoke($"-c \"echo tool\"").StdToText(), Absent is null, Local?.Invoke($"x").StdToText(), GitRepository?.Branch, GitHubActions?.RunNumber, Word, ((IHaveRepository)this).Repository?.Branch)));
    }

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class ConstantAttribute : ValueInjectionAttributeBase
    {
        public override object GetValue(MemberInfo member, object instance) => member.Name + instance.GetType().Name;
    }

    private void Commit(string branch)
    {
        Git($"init --quiet --initial-branch {branch}", _world.Root);
        Git($"-c user.name=Test -c user.email=test@localhost commit --quiet --allow-empty --message First", _world.Root);
    }

    [Fact]
    public async Task MembersGetTheirValues()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        Commit("feature/x");
        _world.WithScript("tool.sh", "echo local $1");
        var result = await _world.RunAsync<Build>("Show");
        Assert.Equal("tool|True|local x|feature/x||WordBuild|feature/x", result.Ran);
        Assert.Contains("warning: [PathVariable] Absent has no value: 'no-such-tool' is in no folder of PATH.", result.Output);
    }

    [Fact]
    public async Task TheBuildServerIsInjectedAndSaysTheBranch()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        Commit("main");
        _world.Variables["GITHUB_ACTIONS"] = "true";
        _world.Variables["GITHUB_RUN_NUMBER"] = "42";
        _world.Variables["GITHUB_REF"] = "refs/heads/release/2";
        var result = await _world.RunAsync<Build>("Show");
        Assert.Equal("tool|True||release/2|42|WordBuild|release/2", result.Ran);
    }

    [Fact]
    public void ARepositoryTellsWhatIsCheckedOut()
    {
        Commit("main");
        Git($"tag v1", _world.Root);
        Git($"tag v2", _world.Root);
        Git($"remote add upstream git@github.com:owner/name.git", _world.Root);
        Git($"config branch.main.remote upstream", _world.Root);
        Git($"config branch.main.merge refs/heads/trunk", _world.Root);
        var repository = GitRepository.FromLocalDirectory(_world.With("sub/file", "").Root / "sub");
        Assert.Equal("main", repository.Branch);
        Assert.Equal("refs/heads/main", repository.Head);
        Assert.Equal(GitCurrentCommit(_world.Root), repository.Commit);
        Assert.Equal(["v1", "v2"], repository.Tags);
        Assert.Equal("upstream/trunk", $"{repository.RemoteName}/{repository.RemoteBranch}");
        Assert.Equal("owner/name", repository.Identifier);
        Assert.Equal("https://github.com/owner/name.git", repository.HttpsUrl);
        Assert.True(repository.IsOnMainBranch() && repository.IsOnMainOrMasterBranch() && !repository.IsOnDevelopBranch());

        Git($"checkout --quiet --detach", _world.Root);
        var detached = GitRepository.FromLocalDirectory(_world.Root);
        Assert.Null(detached.Branch);
        Assert.Equal(detached.Commit, detached.Head);
    }

    [Fact]
    public void AFolderWithoutARepositoryIsSaid() =>
        Assert.Contains("is in no Git repository", Assert.Throws<ArgumentException>(() => GitRepository.FromLocalDirectory(_world.Root)).Message);

    [Theory]
    [InlineData("https://github.com/owner/name.git", GitProtocol.Https, "github.com", "owner/name")]
    [InlineData("https://github.com/owner/name", GitProtocol.Https, "github.com", "owner/name")]
    [InlineData("https://user@dev.azure.com/org/project/_git/repo", GitProtocol.Https, "dev.azure.com", "org/project/_git/repo")]
    [InlineData("git@github.com:owner/name.git", GitProtocol.Ssh, "github.com", "owner/name")]
    [InlineData("ssh://git@git.example.org:2222/group/sub/name.git", GitProtocol.Ssh, "git.example.org", "group/sub/name")]
    [InlineData("https://localhost:8080/owner/name/", GitProtocol.Https, "localhost", "owner/name")]
    public void RemotesAreRead(string url, GitProtocol protocol, string endpoint, string identifier)
    {
        var repository = GitRepository.FromUrl(url, "hotfix/1");
        Assert.Equal((protocol, endpoint, identifier), (repository.Protocol, repository.Endpoint, repository.Identifier));
        Assert.True(repository.IsOnHotfixBranch());
    }
}
