using GenAIOps.Evaluators.Safety.Detectors;

namespace GenAIOps.Evaluators.Tests.Safety;

/// <summary>The values are made up, and put together here so that no scanner takes this file for a leak.</summary>
public sealed class SecretDetection
{
    private const string Letters = "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7bC9dE2fG4hJ6kL8mN1pQ3rS5tU7vW9xY2zA4bC6dE8f";

    private readonly SecretDetector _detector = new();

    public static TheoryData<string, string> Secrets => new()
    {
        { "an AWS access key", "AKIA" + "IOSFODNN7EXAMPLE" },
        { "a GitHub token", "gh" + "p_" + Letters[..36] },
        { "a GitHub token", "github" + "_pat_" + Letters[..22] + "_" + Letters[..59] },
        { "a GitLab token", "gl" + "pat-" + Letters[..20] },
        { "a Slack token", "xox" + "b-123456789012-" + Letters[..24] },
        { "a Stripe key", "sk" + "_live_" + Letters[..24] },
        { "an Anthropic API key", "sk-" + "ant-api03-" + Letters },
        { "an OpenAI API key", "sk-" + "proj-" + Letters[..48] },
        { "a Google API key", "AI" + "za" + Letters[..35] },
        { "a Microsoft Entra client secret", "abc8" + "Q~" + Letters[..34] },
        { "an npm token", "npm" + "_" + Letters[..36] },
        { "a Hugging Face token", "hf" + "_" + new string('a', 20) + new string('B', 14) },
        { "a SendGrid API key", "SG" + "." + Letters[..22] + "." + Letters[..43] },
        { "a Telegram bot token", "123456789" + ":AA" + Letters[..33] },
        { "a Databricks token", "dapi" + "0123456789abcdef0123456789abcdef" },
        { "a JSON Web Token", "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U" },
        { "a private key", "-----BEGIN " + "RSA PRIVATE KEY-----" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void FindsWhatAnIssuerMarks(string kind, string secret)
    {
        var found = Assert.Single(_detector.Find($"Use {secret} to sign in."));
        Assert.Equal((kind, secret), (found.Kind, found.Value));
    }

    [Theory]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=", 64, ";EndpointSuffix=core.windows.net", "a connection string's secret")]
    [InlineData("Server=db;User Id=sa;Password=", 12, ";Encrypt=true", "a connection string's secret")]
    [InlineData("https://shop.blob.core.windows.net/c?sv=2026&sp=r&sig=", 44, "", "a shared access signature")]
    [InlineData("postgres://app:", 16, "@db.internal/shop", "a password in an address")]
    [InlineData("your token is ", 24, ".", "a token that looks random")]
    [InlineData("", 40, "", "a token that looks random")]
    public void FindsWhatStandsWhereASecretStands(string before, int length, string after, string kind)
    {
        var found = Assert.Single(_detector.Find(before + Letters[..length] + after));
        Assert.Equal((kind, Letters[..length]), (found.Kind, found.Value));
    }

    [Theory]
    [InlineData("Your password needs 12 characters. The API key stands in your profile.")]
    [InlineData("Password=<your password>; AccountKey=...; Pwd=***")]
    [InlineData("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("See /docs/HowToReturnAnItemThatYouDoNotWant/Step2 and System.Collections.Generic.Dictionary")]
    [InlineData("The commit 1d2371c8f3f605b05530d41f4d514fb070c48d21 holds it.")]
    [InlineData("-----BEGIN PUBLIC KEY----- and -----BEGIN CERTIFICATE-----")]
    [InlineData("supercalifragilisticexpialidocious-and-a-very-long-slug-of-words-2026")]
    [InlineData("skiing, AKIA, gh, sk-8 skates and hf_ radio")]
    public void LeavesOtherTextAlone(string text) => Assert.Empty(_detector.Find(text));

    [Fact]
    public void ASecretOfTheContextIsAllowed()
    {
        var key = "AKIA" + "IOSFODNN7EXAMPLE";
        Assert.Empty(_detector.Find($"Write {key}.", $"The example key is {key}."));
    }

    [Fact]
    public void EntropyIsInBitsACharacter()
    {
        Assert.Equal(0, SecretDetector.Entropy("aaaa"));
        Assert.Equal(2, SecretDetector.Entropy("abcd"), 12);
    }

    [Theory]
    [InlineData(32, 0.85)]
    [InlineData(43, 0.95)]
    [InlineData(64, 0.95)]
    public void MostRandomTokensAreFound(int length, double share)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var random = new Random(5);
        var found = Enumerable.Range(0, 2000).Count(_ => _detector.Find("x " + string.Concat(Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])) + " y").Count > 0);
        Assert.True(found >= share * 2000, $"{found} of 2000");
    }
}
