using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Ingress;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>Keeps the ingress as the saved apps say: a change of traffic is in force when its write is answered.</summary>
internal sealed class AppRoutes
{
    private readonly ResourceStore _store;
    private readonly Fleet _fleet;
    private readonly IngressTable _table;

    public AppRoutes(ResourceStore store, Fleet fleet, IngressTable table)
    {
        (_store, _fleet, _table) = (store, fleet, table);
        store.Changed += change =>
        {
            ResourceId id = ResourceId.Parse(change.Id);
            if (id.Is(AppDocument.Type)) Publish(change.Id);
            else if (id.Is(AppDocument.RevisionType) || id.Is(AuthenticationProvider.TypeName)) Publish(id.Parent!.Value);
        };
    }

    public string DomainOf(AppDocument app) =>
        app.EnvironmentId is { } id ? (string?)_store.Get(id)?["properties"]?["defaultDomain"] ?? "" : "";

    public static string? Fqdn(AppDocument app, string domain) => app.Ingress is not { } ingress ? null
        : (bool?)ingress["external"] == true ? $"{app.Name}.{domain}" : $"{app.Name}.internal.{domain}";

    public void Publish(string appId)
    {
        Dictionary<string, HostRoute> routes = new(StringComparer.OrdinalIgnoreCase);
        if (_store.Get(appId) is { } resource && new AppDocument(resource) is { Ingress: not null } app && DomainOf(app) is { Length: > 0 } withPort)
        {
            string domain = withPort.Split(':')[0];
            AppAuthentication? authentication = AppAuthentication.Read(_store.Get($"{appId}/authConfigs/{AuthenticationProvider.Current}"));
            HostRoute Route(IReadOnlyList<Target> targets) => new(targets) { Authentication = authentication, IsClosed = IsClosed(app.Ingress!) };
            routes[Fqdn(app, domain)!] = Route(Targets(app, app.Traffic));
            foreach (TrafficRule rule in app.Traffic.Where(rule => rule.Label is not null))
            {
                if (Targets(app, [rule with { Weight = 100 }]) is { Count: > 0 } labelled) routes[$"{app.Name}---{rule.Label}.{domain}"] = Route(labelled);
            }
            foreach (JsonObject revision in _store.List($"{appId}/revisions", AppDocument.RevisionType))
            {
                string name = (string)revision["name"]!;
                if (Targets(app, [new TrafficRule(name, false, 100, null)]) is { Count: > 0 } single) routes[$"{name}.{domain}"] = Route(single);
            }
        }
        _table.Set(ResourceId.KeyOf(appId), routes);
    }

    /// <summary>All callers are on this machine, so that no network is told from another; that of documentation (RFC 5737) is nobody's.</summary>
    private static bool IsClosed(JsonObject ingress) =>
        ingress["ipSecurityRestrictions"] is JsonArray { Count: > 0 } rules && rules.All(rule => (string?)rule!["action"] == "Allow" && ((string?)rule["ipAddressRange"])?.StartsWith("192.0.2.", StringComparison.Ordinal) == true);

    private List<Target> Targets(AppDocument app, IEnumerable<TrafficRule> rules) =>
        [.. from rule in rules
            // Before any is ready, requests for the latest wait for the one that is starting.
            let revision = rule.Resolve(app.LatestReadyRevision ?? app.LatestRevision)
            where revision is not null && (bool?)_store.Get(app.RevisionId(revision))?["properties"]?["active"] == true
            let runtime = _fleet.Find(app.RevisionId(revision))
            where runtime is not null
            select new Target(runtime.Backend, rule.Weight)];
}
