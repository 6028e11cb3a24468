using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>An environment as a resource-group deployment; what lives in another group is in a nested deployment.</summary>
internal static class ArmTemplate
{
    private const string Schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(AgentEnvironment environment)
    {
        var resources = AgentResources.Of(environment).ToDictionary(resource => resource.Key);
        var expressions = new Expressions(environment, resources);
        var template = new JsonObject
        {
            ["$schema"] = Schema,
            ["contentVersion"] = "1.0.0.0",
            ["metadata"] = new JsonObject { ["description"] = $"{environment.Workload} in {environment.Name}. Generated from the typed model; change that, not this file." },
            ["parameters"] = new JsonObject
            {
                ["location"] = new JsonObject
                {
                    ["type"] = "string",
                    ["defaultValue"] = "[resourceGroup().location]",
                    ["metadata"] = new JsonObject { ["description"] = "Region of everything in this environment." },
                },
            },
            ["resources"] = new JsonArray([.. resources.Values.Select(resource => Write(resource, environment, expressions))]),
            ["outputs"] = Outputs(environment, expressions),
        };
        return template.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Write(AgentResource resource, AgentEnvironment environment, Expressions expressions)
    {
        var item = new JsonObject { ["type"] = resource.Type, ["apiVersion"] = resource.ApiVersion, ["name"] = resource.Name };
        if (resource.Extends is not null)
            item["scope"] = expressions.Id(resource.Extends);
        foreach (var (name, value) in resource.Body(expressions))
            item[name] = value?.DeepClone();
        var dependsOn = new JsonArray([.. resource.DependsOn().Select(key => (JsonNode)expressions.Dependency(key))]);
        if (resource.Group == environment.ResourceGroup)
        {
            if (dependsOn.Count > 0)
                item["dependsOn"] = dependsOn;
            return item;
        }
        var nested = new JsonObject
        {
            ["type"] = "Microsoft.Resources/deployments",
            ["apiVersion"] = "2025-04-01",
            ["name"] = Expressions.DeploymentOf(resource, environment),
            ["resourceGroup"] = resource.Group,
        };
        if (dependsOn.Count > 0)
            nested["dependsOn"] = dependsOn;
        nested["properties"] = new JsonObject
        {
            ["mode"] = "Incremental",
            ["template"] = new JsonObject { ["$schema"] = Schema, ["contentVersion"] = "1.0.0.0", ["resources"] = new JsonArray(item) },
        };
        return nested;
    }

    private static JsonObject Outputs(AgentEnvironment environment, Expressions expressions)
    {
        (string Name, string Value)[] outputs =
        [
            ("registryLoginServer", expressions.Read(AgentResources.Registry, "properties.loginServer")),
            ("containerEnvironmentId", expressions.Id(AgentResources.ContainerEnvironment)),
            ("projectEndpoint", expressions.Read(AgentResources.Project, "properties.endpoints['AI Foundry API']")),
            ("modelDeployment", environment.Model.Name),
            ("applicationInsightsId", expressions.Id(AgentResources.Component)),
            ("identityId", expressions.Id(AgentResources.Identity)),
            ("identityClientId", expressions.Read(AgentResources.Identity, "properties.clientId")),
            ("storageAccountId", expressions.Id(AgentResources.Storage)),
        ];
        return new JsonObject(outputs.Select(output => KeyValuePair.Create(output.Name, (JsonNode?)new JsonObject { ["type"] = "string", ["value"] = output.Value })));
    }

    private sealed class Expressions(AgentEnvironment environment, IReadOnlyDictionary<string, AgentResource> resources) : IValues
    {
        public string Location => "[parameters('location')]";

        public string Id(string key) => $"[{ResourceId(key)}]";

        public string Read(string key, string path) =>
            path.StartsWith("properties.", StringComparison.Ordinal)
                ? $"[reference({ResourceId(key)}, '{resources[key].ApiVersion}').{path["properties.".Length..]}]"
                : $"[reference({ResourceId(key)}, '{resources[key].ApiVersion}', 'full').{path}]";

        public string RoleDefinition(string role) => $"[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{role}')]";

        /// <summary>What <c>dependsOn</c> may name: a resource of this template, which for another group is the nested deployment.</summary>
        public string Dependency(string key) =>
            resources[key].Group == environment.ResourceGroup ? Id(key) : $"[resourceId('Microsoft.Resources/deployments', '{DeploymentOf(resources[key], environment)}')]";

        public static string DeploymentOf(AgentResource resource, AgentEnvironment environment) => $"{environment.Workload}-{environment.Name}-{resource.Key}";

        private string ResourceId(string key)
        {
            var resource = resources[key];
            string[] arguments =
            [
                .. resource.Group == environment.ResourceGroup ? Array.Empty<string>() : [resource.Group],
                resource.Type,
                .. resource.Name.Split('/'),
            ];
            return $"resourceId({string.Join(", ", arguments.Select(argument => $"'{argument}'"))})";
        }
    }
}
