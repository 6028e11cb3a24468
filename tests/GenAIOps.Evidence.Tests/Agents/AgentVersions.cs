using GenAIOps.Evidence.Agents;

namespace GenAIOps.Evidence.Tests.Agents;

/// <summary>What is tested, judged and released has one name.</summary>
public sealed class AgentVersions
{
    private static readonly string s_image = "sha256:" + new string('a', 64), s_configuration = new('b', 64);

    /// <summary>As <c>printf 'urn:genaiops:agent-version:v1\nsha256:aa…\nbb…\n' | sha256sum</c> has it.</summary>
    [Fact]
    public void TheHashIsThatOfThreeLines()
    {
        AgentVersion version = new(s_image, s_configuration);
        Assert.Equal("sha256:fabd478bee11e854fe668f3a5565347f9a9b626c77e29709f9c751def288627c", version.Id);
        Assert.Equal("fabd478bee11", version.ShortName);
        Assert.Equal("fabd478bee11", $"{version}");
    }

    [Fact]
    public void AnotherImageOrConfigurationIsAnotherVersion()
    {
        AgentVersion version = new(s_image, s_configuration);
        Assert.Equal(new AgentVersion(s_image, s_configuration), version);
        AgentVersion[] others = [new(s_image, new('c', 64)), new("sha256:" + new string('c', 64), s_configuration)];
        Assert.All(others, other => Assert.NotEqual(version, other));
        Assert.Equal(3, others.Append(version).Select(x => x.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("sha256:aaaa")]
    [InlineData("latest")]
    [InlineData("")]
    public void WhatIsNoDigestIsRefused(string digest)
    {
        Assert.Throws<InvalidDataException>(() => new AgentVersion(digest, s_configuration));
        Assert.Throws<InvalidDataException>(() => new AgentVersion(s_image, digest));
        Assert.Throws<InvalidDataException>(() => new AgentVersion(s_image.ToUpperInvariant(), s_configuration));
    }

    [Fact]
    public void AnUnknownConfigurationIsNotThisOneAndDoesNotExcludeIt()
    {
        AgentVersion version = new(s_image, s_configuration);
        AgentReference known = version.ToReference(), image = new(s_image, null), other = new(s_image, new('c', 64));
        Assert.Equal((true, true), (known.Is(version), known.Covers(version)));
        Assert.Equal((false, true), (image.Is(version), image.Covers(version)));
        Assert.Equal((false, false), (other.Is(version), other.Covers(version)));
        Assert.Equal((false, false), (new AgentReference("", null).Is(version), new AgentReference("", null).Covers(version)));
        Assert.Contains("is not known", Assert.Throws<InvalidDataException>(image.ToVersion).Message, StringComparison.Ordinal);
    }
}
