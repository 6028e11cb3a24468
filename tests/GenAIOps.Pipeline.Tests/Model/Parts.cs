using GenAIOps.Pipeline.Ci;

namespace GenAIOps.Pipeline.Tests.Model;

/// <summary>Names, places and addresses that follow from what Build.cs says.</summary>
public sealed class Parts
{
    [Theory]
    [InlineData("dev", "Dev")]
    [InlineData("prod-eu", "ProdEu")]
    [InlineData("a-1-b", "A1B")]
    public void TargetsAreNamedAfterTheirEnvironment(string name, string suffix) => Assert.Equal(suffix, EnvironmentModel.SuffixOf(name));

    [Fact]
    public void AnEmulatedIdentityIsTheSameOnEveryMachineAndOneOfItsOwn()
    {
        Assert.Equal(EnvironmentModel.EmulatedIdentity("shop", "dev"), EnvironmentModel.EmulatedIdentity("shop", "dev"));
        Assert.Equal(3, new[] { ("shop", "dev"), ("shop", "qa"), ("help", "dev") }.Select(of => EnvironmentModel.EmulatedIdentity(of.Item1, of.Item2).ClientId).Distinct().Count());
        Assert.Empty(EnvironmentModel.EmulatedIdentity("shop", "dev").Problems("Identity"));
    }

    [Fact]
    public void AnIdentityIsNamedByGuids() => Assert.Equal(
        ["Identity.ClientId: 'me' must be a GUID.", "Identity.ObjectId: 'us' must be a GUID: the service principal's object id."], new EnvironmentIdentity("me", "us").Problems("Identity"));

    [Theory]
    [InlineData("token", "https://vault.example/secrets/token")]
    [InlineData("https://other.vault.azure.net/secrets/token/1", "https://other.vault.azure.net/secrets/token/1")]
    public void ASecretIsInTheEnvironmentsVaultOrWhereItSays(string secret, string address) =>
        Assert.Equal(new Uri(address), new SecretVariable("CRM_TOKEN", secret).Address(new Uri("https://vault.example/")));

    [Fact]
    public void ASecretOfAnEnvironmentWithoutAVaultSaysWhatToDo()
    {
        Assert.Contains("The secret 'token' of CRM_TOKEN names no vault, and the environment has none. Nothing was changed. Give its address, or run ./build.sh Provision.", Assert.Throws<InvalidDataException>(() => new SecretVariable("CRM_TOKEN", "token").Address(null)).Message, StringComparison.Ordinal);
        Assert.Equal("crm-token", new SecretVariable("CRM_TOKEN", "token").Name);
    }

    [Theory]
    [InlineData("2ND", "token", "Secrets: '2ND' must be")]
    [InlineData("A-B", "token", "Secrets: 'A-B' must be")]
    [InlineData("A", "sk-live_1234", "A value must not stand in a file.")]
    [InlineData("A", "http://vault.azure.net/secrets/a", "A value must not stand in a file.")]
    [InlineData("A", "https://vault.azure.net/keys/a", "A value must not stand in a file.")]
    public void WhatIsNoSecretsNameIsRefused(string variable, string secret, string said) => Assert.Contains(said, Assert.Single(new SecretVariable(variable, secret).Problems()), StringComparison.Ordinal);

    [Theory]
    [InlineData("/_/build/Build.cs", "build/Build.cs, line 7: ")]
    [InlineData("/repository/build/Build.cs", "build/Build.cs, line 7: ")]
    [InlineData("/elsewhere/Build.cs", "/elsewhere/Build.cs, line 7: ")]
    [InlineData("Build.cs", "Build.cs, line 7: ")]
    [InlineData("", "")]
    public void PlacesAreToldFromTheRoot(string file, string place) => Assert.Equal(place, SourcePlace.Of("/repository", file, 7));

    [Theory]
    [InlineData("dev", "dev", "dev")]
    [InlineData("build", "environment-build", "build")]
    [InlineData("on", "environment-on", "'on'")]
    [InlineData("null", "environment-null", "'null'")]
    public void NamesThatYamlOrThePipelineTakesAreNoJobs(string environment, string job, string scalar) => Assert.Equal((job, scalar), (CiNames.JobOf(environment), CiNames.Scalar(environment)));
}
