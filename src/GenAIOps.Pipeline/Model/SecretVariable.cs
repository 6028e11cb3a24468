using System.Text.RegularExpressions;

namespace GenAIOps.Pipeline;

/// <summary>A variable of the agent whose value is in Key Vault. The value is in no file, no revision, no evidence and no log.</summary>
/// <param name="Variable">The environment variable's name.</param>
/// <param name="Secret">The secret's name in the environment's vault, or its address: <c>https://vault.vault.azure.net/secrets/name[/version]</c>.</param>
public sealed partial record SecretVariable(string Variable, string Secret)
{
    /// <summary>As the container app calls it.</summary>
    internal string Name => Variable.ToLowerInvariant().Replace('_', '-').Trim('-');

    /// <param name="vault">The environment's vault; null without one.</param>
    internal Uri Address(Uri? vault) => Uri.TryCreate(Secret, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
        ? address
        : new Uri(vault ?? throw new InvalidDataException($"The secret '{Secret}' of {Variable} names no vault, and the environment has none. Nothing was changed. Give its address, or run ./build.sh Provision."), $"secrets/{Secret}");

    internal IEnumerable<string> Problems()
    {
        if (!VariablePattern().IsMatch(Variable)) yield return $"Secrets: '{Variable}' must be letters, digits and underscores, and not begin with a digit.";
        if (!SecretPattern().IsMatch(Secret) && !(Uri.TryCreate(Secret, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Segments is [_, "secrets/", ..]))
            yield return $"Secrets: '{Secret}' of {Variable} is neither a secret's name nor its address in a vault, https://<vault>.vault.azure.net/secrets/<name>. A value must not stand in a file.";
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,127}\z")]
    private static partial Regex SecretPattern();
}
