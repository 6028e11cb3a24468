using System.Security.Cryptography;
using System.Text;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>Style and script of <c>report.html</c>, and the policy that lets only these two run.</summary>
internal static class PageAssets
{
    public static string Style { get; } = Resource("report.css");

    public static string Script { get; } = $"(() => {{\n'use strict';\n{Resource("diff.js")}{Resource("details.js")}{Resource("rows.js")}}})();\n";

    /// <summary>Content Security Policy Level 3: nothing is loaded, and only the style and the script with these hashes count.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; img-src data:; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"Reports.Html.{name}") ?? throw new InvalidOperationException($"{name} is not embedded in the assembly; build it anew.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
