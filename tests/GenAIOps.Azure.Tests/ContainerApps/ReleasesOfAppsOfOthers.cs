using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure.ContainerApps;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerApps;

/// <summary>A release changes the template, the traffic and our tags of an app, and nothing that others set or that nobody here knows.</summary>
public sealed class ReleasesOfAppsOfOthers
{
    private const string Environment = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/managedEnvironments/prod";
    private const string Identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/agent";

    private readonly FakeAzure _azure = new();
    private readonly AzureApp _app;

    public ReleasesOfAppsOfOthers() => _app = new AzureApp(_azure, Hardened());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ContainerAppsClient Client => new(_azure.Cloud, "s", "g");

    private static RevisionTemplate Template => new()
    {
        Suffix = "r2",
        Image = "registry.example/support-agent@sha256:new",
        Environment = new Dictionary<string, string> { ["MODEL"] = "new", ["ADDED"] = "1" },
        IdentityId = Identity,
    };

    private async Task<RevisionCreated> ReleaseAsync(RevisionTemplate? template = null, string environment = Environment) => await Client.CreateRevisionAsync("support-agent", new RevisionChange
    {
        EnvironmentId = environment,
        Template = template ?? Template,
        Traffic = [new("support-agent--r1", 100), new("support-agent--r2", 0, "candidate")],
        Tags = new Dictionary<string, string> { ["genaiops-managed-by"] = "GenAIOps", ["genaiops-previous"] = "support-agent--r1" },
        Seen = (await Client.GetAsync("support-agent", Ct))!.Version,
    }, Ct);

    [Fact]
    public async Task ThePresentResourceIsTheFormerOneButForTemplateTrafficAndOurTags()
    {
        var expected = (JsonObject)_app.Stored.DeepClone();
        expected["tags"]!["genaiops-previous"] = "support-agent--r1";
        expected["properties"]!["configuration"]!["ingress"]!["traffic"] = JsonNode.Parse("""[{"revisionName":"support-agent--r1","weight":100},{"revisionName":"support-agent--r2","weight":0,"label":"candidate"}]""");
        var template = expected["properties"]!["template"]!;
        template["revisionSuffix"] = "r2";
        template["containers"]![1]!["image"] = "registry.example/support-agent@sha256:new";
        template["containers"]![1]!["env"] = JsonNode.Parse("""
            [{"name":"OF_OTHERS","value":"stays","madeUp":[1]},{"name":"MODEL","value":"new"},{"name":"KEY","secretRef":"api-key"},
             {"name":"GENAIOPS_VARIABLES","value":"ADDED,MODEL"},{"name":"ADDED","value":"1"}]
            """);

        var created = await ReleaseAsync();

        Assert.True(JsonNode.DeepEquals(expected, _app.Stored), $"expected {expected.ToJsonString()}\nand got  {_app.Stored.ToJsonString()}");
        Assert.Equal("hunter2", (string?)_app.Stored["properties"]!["configuration"]!["secrets"]![0]!["value"]);
        Assert.Equal(["variables of others: OF_OTHERS, KEY", "containers of others: proxy", "scale: 4 to 12 replicas, 1 rules"], created.Kept);
        Assert.DoesNotContain(_azure.Log, sent => sent.Method == "PUT");
    }

    [Fact]
    public async Task AChangeOfTrafficChangesTheTrafficOnly()
    {
        var expected = (JsonObject)_app.Stored.DeepClone();
        expected["properties"]!["configuration"]!["ingress"]!["traffic"] = JsonNode.Parse("""[{"revisionName":"support-agent--r1","weight":100,"label":"live"}]""");

        await Client.SetTrafficAsync("support-agent", [new("support-agent--r1", 100, "live")], (await Client.GetAsync("support-agent", Ct))!.Version, Ct);

        Assert.True(JsonNode.DeepEquals(expected, _app.Stored), _app.Stored.ToJsonString());
    }

    [Fact]
    public async Task WhatTheModelNamesIsChangedAndItsSistersStay()
    {
        await ReleaseAsync(Template with { Cpu = 2, MinReplicas = 6, ReadinessPath = "/readiness" });

        var template = _app.Stored["properties"]!["template"]!;
        Assert.Equal("""{"cpu":2,"memory":"8Gi","madeUpResource":"gpu"}""", template["containers"]![1]!["resources"]!.ToJsonString());
        Assert.Equal((6, 12), ((int)template["scale"]!["minReplicas"]!, (int)template["scale"]!["maxReplicas"]!));
        var probes = template["containers"]![1]!["probes"]!.AsArray();
        Assert.Equal("/live", (string?)probes[0]!["httpGet"]!["path"]);
        Assert.Equal(("/readiness", 9), ((string?)probes[1]!["httpGet"]!["path"], (int)probes[1]!["madeUpProbe"]!));
    }

    [Fact]
    public async Task ADroppedVariableOfOursGoesAndThoseOfOthersStay()
    {
        await ReleaseAsync();
        await ReleaseAsync(Template with { Suffix = "r3", Environment = new Dictionary<string, string> { ["MODEL"] = "newer" } });

        var names = _app.Stored["properties"]!["template"]!["containers"]![1]!["env"]!.AsArray().Select(entry => (string?)entry!["name"]);
        Assert.Equal(["OF_OTHERS", "MODEL", "KEY", "GENAIOPS_VARIABLES"], names);
    }

    [Theory]
    [InlineData("activeRevisionsMode is 'Single'", """{"properties":{"configuration":{"activeRevisionsMode":"Single"}}}""")]
    [InlineData("activeRevisionsMode is 'Labels'", """{"properties":{"configuration":{"activeRevisionsMode":"Labels"}}}""")]
    [InlineData("ingress is disabled", """{"properties":{"configuration":{"ingress":null}}}""")]
    [InlineData("was not made by GenAIOps: tag 'genaiops-managed-by' is missing", """{"tags":{"genaiops-managed-by":null}}""")]
    [InlineData("tag 'genaiops-managed-by' is 'terraform'", """{"tags":{"genaiops-managed-by":"terraform"}}""")]
    [InlineData("managedEnvironmentId is '/other'", """{"properties":{"managedEnvironmentId":"/other"}}""")]
    [InlineData("is not assigned any more", """{"identity":{"userAssignedIdentities":null}}""")]
    [InlineData("registries has no entry for 'registry.example'", """{"properties":{"configuration":{"registries":[{"server":"other.example"}]}}}""")]
    [InlineData("no container of template.containers is named 'support-agent' (renamed)", """{"properties":{"template":{"containers":[{"name":"renamed","image":"x"}]}}}""")]
    public async Task WhatCannotBeKeptIsRefusedByNameAndNothingIsSent(string because, string change)
    {
        _app.Change(stored => Apply(stored, JsonNode.Parse(change)!.AsObject()));
        var before = _app.Stored.ToJsonString();

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReleaseAsync());

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _app.Stored.ToJsonString());
        Assert.All(_azure.Log, sent => Assert.Equal("GET", sent.Method));
    }

    [Theory]
    [InlineData("crm-token", "https://v/secrets/crm", "it has no secret 'crm-token', from which CRM_TOKEN gets its value: run ./build.sh Provision")]
    [InlineData("api-key", "https://v/secrets/key", "its secret 'api-key', from which CRM_TOKEN gets its value, is no reference to Key Vault, and Build.cs says https://v/secrets/key: run ./build.sh Provision")]
    [InlineData("from-vault", "https://v/secrets/other", "refers to https://v/secrets/s, and Build.cs says https://v/secrets/other: run ./build.sh Provision")]
    public async Task ASecretThatTheAppLacksIsForProvisioning(string name, string address, string because)
    {
        var before = _app.Stored.ToJsonString();
        var template = Template with { SecretVariables = new Dictionary<string, string> { ["CRM_TOKEN"] = name }, Secrets = new Dictionary<string, Uri> { [name] = new(address) } };

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReleaseAsync(template));

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, _app.Stored.ToJsonString());
    }

    [Fact]
    public async Task EveryObstacleIsNamedAtOnce()
    {
        _app.Change(stored => Apply(stored, JsonNode.Parse("""{"tags":null,"properties":{"configuration":{"activeRevisionsMode":"Single"}}}""")!.AsObject()));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReleaseAsync(environment: "/another"));

        Assert.Contains("tag 'genaiops-managed-by' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("activeRevisionsMode", error.Message, StringComparison.Ordinal);
        Assert.Contains("managedEnvironmentId", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAppThatAnEarlierVersionMadeIsOurs()
    {
        _app.Change(stored => stored["tags"] = new JsonObject { ["managed-by"] = "GenAIOps", ["cost-center"] = "42" });

        await ReleaseAsync();

        var expected = JsonNode.Parse("""{"cost-center":"42","genaiops-managed-by":"GenAIOps","genaiops-previous":"support-agent--r1","managed-by":"GenAIOps"}""");
        Assert.True(JsonNode.DeepEquals(expected, _app.Stored["tags"]), _app.Stored["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("traffic")]
    [InlineData("revision")]
    public async Task AnAppThatWasChangedSinceItWasSeenIsNotWrittenTo(string change)
    {
        var seen = (await Client.GetAsync("support-agent", Ct))!.Version;
        _app.Change(stored => stored["properties"]!["configuration"]!["ingress"]!["traffic"]![0]!["label"] = "emergency");
        var after = _app.Stored.ToJsonString();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => change == "traffic"
            ? Client.SetTrafficAsync("support-agent", [new("support-agent--r1", 100)], seen, Ct)
            : Client.CreateRevisionAsync("support-agent", new RevisionChange { EnvironmentId = Environment, Template = Template, Traffic = [new("support-agent--r1", 100)], Seen = seen }, Ct));

        Assert.Equal(412, error.Status);
        Assert.Equal(after, _app.Stored.ToJsonString());
    }

    [Fact]
    public async Task AnAppThatSomebodyMadeMeanwhileIsNotReplaced()
    {
        _azure.On("GET", Environment, 200, """{"location":"westeurope"}""");
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Client.CreateRevisionAsync("support-agent", new RevisionChange { EnvironmentId = Environment, Template = Template, Traffic = [new("support-agent--r2", 100)], Seen = null }, Ct));

        Assert.Equal(412, error.Status);
        Assert.All(_azure.Log, sent => Assert.Equal("GET", sent.Method));
    }

    /// <summary>Everything that a person may have set, and members that exist in no version of the service.</summary>
    private static JsonObject Hardened() => JsonNode.Parse($$$$$"""
        {"location":"westeurope","madeUpRoot":{"a":[1,{"b":null}]},"managedBy":"/somebody","kind":"workflowapp","extendedLocation":{"name":"arc","type":"CustomLocation"},
         "tags":{"genaiops-managed-by":"GenAIOps","cost-center":"42","owner":"platform"},
         "identity":{"type":"SystemAssigned, UserAssigned","userAssignedIdentities":{"{{{{{Identity}}}}}":{},"/extra":{}},"madeUpIdentity":1},
         "properties":{"managedEnvironmentId":"{{{{{Environment}}}}}","workloadProfileName":"D8","madeUpProperty":{"x":"y"},
          "configuration":{"activeRevisionsMode":"Multiple","maxInactiveRevisions":7,"madeUpConfiguration":[true],"dapr":{"enabled":true,"appId":"agent"},
           "secrets":[{"name":"api-key","value":"hunter2"},{"name":"from-vault","value":"x","keyVaultUrl":"https://v/secrets/s","identity":"system"}],
           "registries":[{"server":"registry.example","identity":"{{{{{Identity}}}}}"},{"server":"other.example","username":"u","passwordSecretRef":"api-key"}],
           "identitySettings":[{"identity":"system","lifecycle":"None"}],
           "ingress":{"external":false,"targetPort":8080,"allowInsecure":false,"transport":"http2","clientCertificateMode":"require","stickySessions":{"affinity":"none"},"madeUpIngress":"kept",
            "customDomains":[{"name":"agent.contoso.com","bindingType":"SniEnabled","certificateId":"/certificates/1"}],
            "ipSecurityRestrictions":[{"name":"office","ipAddressRange":"10.0.0.0/8","action":"Allow"}],
            "corsPolicy":{"allowedOrigins":["https://contoso.com"],"allowCredentials":true},
            "additionalPortMappings":[{"external":false,"targetPort":9090}],
            "traffic":[{"revisionName":"support-agent--r1","weight":100,"label":"candidate"}]}},
          "template":{"revisionSuffix":"r1","terminationGracePeriodSeconds":120,"madeUpTemplate":"kept","volumes":[{"name":"v","storageType":"EmptyDir"}],
           "containers":[
            {"name":"proxy","image":"envoy:1","madeUpContainer":1},
            {"name":"support-agent","image":"registry.example/support-agent@sha256:old","madeUpContainer":{"z":null},"command":["./run"],"volumeMounts":[{"volumeName":"v","mountPath":"/v"}],
             "resources":{"cpu":4,"memory":"8Gi","madeUpResource":"gpu"},
             "env":[{"name":"OF_OTHERS","value":"stays","madeUp":[1]},{"name":"MODEL","value":"old"},{"name":"KEY","secretRef":"api-key"},{"name":"DROPPED","value":"1"},{"name":"GENAIOPS_VARIABLES","value":"DROPPED,MODEL"}],
             "probes":[{"type":"Liveness","httpGet":{"path":"/live","port":8080}},{"type":"Readiness","httpGet":{"path":"/readyz","port":8080},"madeUpProbe":9}]}],
           "scale":{"minReplicas":4,"maxReplicas":12,"cooldownPeriod":600,"rules":[{"name":"http","http":{"metadata":{"concurrentRequests":"5"}}}],"madeUpScale":true}}}}
        """)!.AsObject();

    private static void Apply(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject members && target[name] is JsonObject child)
            {
                Apply(child, members);
            }
            else if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
