using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Tests.Images;

public sealed class BillsOfMaterials : IDisposable
{
    private const string Digest = "sha256:aaaa";
    private readonly string _folder = Directory.CreateTempSubdirectory("bom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private JsonObject Write()
    {
        var deps = Path.Combine(_folder, "Agent.deps.json");
        File.WriteAllText(deps, """
            {
              "targets": { ".NETCoreApp,Version=v10.0": {
                "Agent/1.0.0": { "dependencies": { "Serilog": "4.3.0" } },
                "Serilog/4.3.0": { "dependencies": { "Inner.Part": "1.0.0" } },
                "Inner.Part/1.0.0": {} } },
              "libraries": {
                "Agent/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Serilog/4.3.0": { "type": "package", "serviceable": true, "sha512": "sha512-AQID" },
                "Inner.Part/1.0.0": { "type": "package", "serviceable": true, "sha512": "" } }
            }
            """);
        Package("Serilog", "4.3.0", "<authors>Serilog Contributors</authors><license type=\"expression\">Apache-2.0</license>");
        Package("Inner.Part", "1.0.0", "<licenseUrl>https://example.com/licence</licenseUrl>");
        return BillOfMaterials.FromDepsFile(deps, "agent", Digest, DateTimeOffset.UnixEpoch, _folder);
    }

    private void Package(string id, string version, string metadata)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, id.ToLowerInvariant(), version)).FullName;
        File.WriteAllText(Path.Combine(folder, $"{id.ToLowerInvariant()}.{version}.nupkg.sha512"), "AQID");
        File.WriteAllText(Path.Combine(folder, id.ToLowerInvariant() + ".nuspec"), $"<package xmlns=\"http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd\"><metadata>{metadata}</metadata></package>");
    }

    /// <summary>An agent without a package still runs on something.</summary>
    [Fact]
    public void TheSharedFrameworksAreNamed()
    {
        File.WriteAllText(Path.Combine(_folder, "Agent.runtimeconfig.json"), """
            { "runtimeOptions": { "frameworks": [ { "name": "Microsoft.NETCore.App", "version": "10.0.0" }, { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" } ] } }
            """);
        var frameworks = Write()["components"]!.AsArray().Where(component => (string?)component!["type"] == "framework");
        Assert.Equal(["Microsoft.AspNetCore.App 10.0.0", "Microsoft.NETCore.App 10.0.0"], frameworks.Select(component => $"{component!["name"]} {component["version"]}"));
    }

    [Fact]
    public void EveryPackageHasItsHashLicenceAndPublisher()
    {
        var components = Write()["components"]!.AsArray().ToDictionary(x => (string)x!["name"]!, x => x!);
        Assert.Equal(["Inner.Part", "Serilog"], components.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("010203", (string?)components["Serilog"]["hashes"]![0]!["content"]);
        Assert.Equal(("Apache-2.0", "Serilog Contributors"), ((string?)components["Serilog"]["licenses"]![0]!["expression"], (string?)components["Serilog"]["publisher"]));
        Assert.Equal("https://example.com/licence", (string?)components["Inner.Part"]["licenses"]![0]!["license"]!["url"]);
    }

    [Fact]
    public void WhoNeedsWhomIsSaid()
    {
        var edges = Write()["dependencies"]!.AsArray().ToDictionary(x => (string)x!["ref"]!, x => x!["dependsOn"]!.AsArray().Select(to => (string)to!).ToArray());
        Assert.Equal(["pkg:nuget/Serilog@4.3.0"], edges["pkg:oci/agent@sha256%3Aaaaa"]);
        Assert.Equal(["pkg:nuget/Inner.Part@1.0.0"], edges["pkg:nuget/Serilog@4.3.0"]);
        Assert.Empty(edges["pkg:nuget/Inner.Part@1.0.0"]);
    }

    [Fact]
    public void TheSameImageGivesTheSameDocument()
    {
        var one = Write();
        Assert.Equal(one.ToJsonString(), Write().ToJsonString());
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string)one["serialNumber"]!);
    }

    [Fact]
    public void APackageThatIsNotThereHasNoLicence()
    {
        Write();
        Directory.Delete(Path.Combine(_folder, "serilog"), recursive: true);
        var bom = BillOfMaterials.FromDepsFile(Path.Combine(_folder, "Agent.deps.json"), "agent", Digest, DateTimeOffset.UnixEpoch, _folder);
        Assert.Null(bom["components"]!.AsArray().Single(x => (string?)x!["name"] == "Serilog")!["licenses"]);
    }
}
