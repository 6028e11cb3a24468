using System.Text.RegularExpressions;

namespace GenAIOps.Pipeline.Tests;

/// <summary>Dependencies point one way. A shared bug would make emulator and client agree, so they share no code.</summary>
public sealed partial class Dependencies
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Nuke.Embedded"] = [],
        ["Nuke.Embedded.Generators"] = [],
        ["Nuke.Embedded.Tools"] = ["Nuke.Embedded"],
        ["GenAIOps.Azure"] = [],
        ["GenAIOps.Emulator"] = [],
        ["SupportAgent"] = [],
        ["GenAIOps.Evidence"] = ["GenAIOps.Azure"],
        ["GenAIOps.Delivery"] = ["GenAIOps.Azure", "GenAIOps.Evidence"],
        ["GenAIOps.Evaluation"] = [],
        ["GenAIOps.Evaluators"] = ["GenAIOps.Azure", "GenAIOps.Evaluation"],
        ["GenAIOps.Operations"] = ["GenAIOps.Azure"],
        ["GenAIOps.Infrastructure"] = ["GenAIOps.Azure"],
        ["GenAIOps.Cake"] = ["GenAIOps.Pipeline"],
        ["GenAIOps.Pipeline"] = ["GenAIOps.Azure", "GenAIOps.Delivery", "GenAIOps.Evidence", "GenAIOps.Evaluation", "GenAIOps.Evaluators", "GenAIOps.Operations", "GenAIOps.Infrastructure", "Nuke.Embedded", "Nuke.Embedded.Tools"],
    };

    [Fact]
    public void EveryProjectReferencesOnlyWhatItMay()
    {
        var projects = Directory.GetFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var references = Reference().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value);
            Assert.All(references, reference => Assert.Contains(reference, Allowed[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GenAIOps.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        }

        return folder;
    }

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/([\w.]+)\.csproj""")]
    private static partial Regex Reference();
}
