using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using Json.Schema;

namespace GenAIOps.Evidence.Tests.Predicates;

/// <summary>The schemas of docs/schemas say what is written and what is read, by another's validator.</summary>
public sealed class Schemas
{
    private static readonly Dictionary<string, JsonSchema> s_schemas = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Schemas"), "*.json")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => JsonSchema.FromText(File.ReadAllText(file)));

    public static TheoryData<string> Written => [.. Samples.All.Keys];

    public static TheoryData<string> Names => [.. s_schemas.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryTypeThatIsReadHasASchemaAndNoOtherHas()
    {
        var types = Samples.All.Values.SelectMany(sample => PredicateReader.KindOf(sample.PredicateType)!.Types).Order(StringComparer.Ordinal);
        Assert.Equal(types, s_schemas.Keys.Select(name => TypeOf(name)).Order(StringComparer.Ordinal));
        Assert.All(Names, name => Assert.StartsWith($"Predicate type {TypeOf(name.Data)}.", (string?)Schema(name.Data)["$comment"], StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void WhatIsWrittenIsValidAndIsReadAsItWas(string name)
    {
        var sample = Samples.All[name];
        Assert.Equal("", Faults(name, sample.Write()));
        var read = PredicateReader.Read(sample.PredicateType, Parse(sample.Write()), Samples.ImageDigest);
        Assert.IsType(sample.GetType(), read);
        Assert.True(JsonNode.DeepEquals(Parse(sample.Write()), Parse(read.Write())));
    }

    [Fact]
    public void WhatTheFirstVersionWroteIsValid()
    {
        var statements = Samples.FirstVersions().ToArray();
        Assert.Equal(["approval-v1", "evaluation-v1", "evaluation-v1", "evaluation-v1", "provenance-v1", "sbom-v1", "test-result-v0.1", "waiver-v1"], statements.Select(statement => statement.Schema));
        Assert.All(statements, statement => Assert.Equal("", Faults(statement.Schema, statement.Predicate)));
    }

    /// <summary>Each member of a good statement, removed and replaced by a value of every other kind.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void SchemaAndReaderRefuseTheSame(string name)
    {
        var (type, good, image) = Good(name);
        Assert.Equal(("", ""), (Faults(name, good), Refusal(type, good, image)));
        var refused = 0;
        foreach (var (path, changed) in Changes(good))
        {
            var (fault, refusal) = (Faults(name, changed), Refusal(type, changed, image));

            // What a hash or another member says cannot be said by a schema.
            if (refusal.Contains("is not the hash", StringComparison.Ordinal) || refusal.Contains("is not that of", StringComparison.Ordinal) || refusal.Contains("is of the image", StringComparison.Ordinal)) continue;
            Assert.True(fault.Length == 0 == (refusal.Length == 0), $"{path}: the schema says '{fault}', the reader '{refusal}'");
            if (refusal.Length > 0) refused++;
        }

        Assert.True(refused > 5, $"Only {refused} changes were refused.");
    }

    /// <summary>What the schema requires, at any depth, is missed by the reader too.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ARequiredMemberThatIsMissingIsNamed(string name)
    {
        var (type, good, image) = Good(name);
        foreach (var required in Schema(name)["required"]!.AsArray().Select(member => (string)member!))
        {
            var changed = Parse(good);
            Assert.True(changed.Remove(required), $"The sample has no {required}.");
            Assert.Equal($"{required} is missing", Refusal(type, changed, image));
            Assert.NotEqual("", Faults(name, changed));
        }
    }

    [Theory]
    [InlineData("approval-v2", typeof(ApprovalPredicate))]
    [InlineData("evaluation-v2", typeof(EvaluationPredicate))]
    [InlineData("release-v1", typeof(ReleasePredicate))]
    [InlineData("waiver-v2", typeof(WaiverPredicate))]
    public void RecordsAndSchemasHaveTheSameMembers(string name, Type record) => Same(Schema(name), Schema(name), record, name);

    /// <summary>What was signed before several environments released names one baseline, and not where it was live.</summary>
    [Fact]
    public void AnEvaluationOfOneBaselineIsReadAsOneOfSeveral()
    {
        var before = Parse(Samples.Evaluation.Write());
        before.Remove("baselines");
        Assert.Equal("", Faults("evaluation-v2", before));
        var read = (EvaluationPredicate)PredicateReader.Read(EvaluationPredicate.Type, before, Samples.ImageDigest);
        var baseline = Assert.Single(read.Baselines);
        Assert.Equal((Samples.Release.From, 0), (baseline.Agent, baseline.Environments.Count));
        Assert.True(read.WasAgainst(Samples.Release.From!));

        before["baseline"] = null;
        Assert.Empty(((EvaluationPredicate)PredicateReader.Read(EvaluationPredicate.Type, before, Samples.ImageDigest)).Baselines);
    }

    /// <summary>Who reads the first alone must not read of an agent that nothing was compared with.</summary>
    [Fact]
    public void TheBaselineIsTheFirstOfTheBaselines()
    {
        var changed = Parse(Samples.Evaluation.Write());
        changed["baseline"] = changed["baselines"]![1]!["agent"]!.DeepClone();
        Assert.Contains("is not that of the first", Refusal(EvaluationPredicate.Type, changed, Samples.ImageDigest), StringComparison.Ordinal);
        changed.Remove("baseline");
        Assert.Contains("is not that of the first", Refusal(EvaluationPredicate.Type, changed, Samples.ImageDigest), StringComparison.Ordinal);
    }

    /// <summary>in-toto attestation framework v1, parsing rules: consumers must ignore unrecognized fields.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void MembersThatNobodyKnowsAreIgnored(string name)
    {
        var (type, good, image) = Good(name);
        good["example_extension"] = new JsonObject { ["of"] = "another producer" };
        Assert.Equal(("", ""), (Faults(name, good), Refusal(type, good, image)));
    }

    private static void Same(JsonObject root, JsonObject schema, Type type, string path)
    {
        schema = Resolve(root, schema);
        type = Nullable.GetUnderlyingType(type) ?? (type == typeof(AgentReference) ? typeof(AgentVersion) : type);
        if (type.IsEnum)
        {
            Assert.True(Enum.GetNames(type).Length == schema["enum"]!.AsArray().Count, path);
            return;
        }

        if (type.Namespace?.StartsWith("GenAIOps", StringComparison.Ordinal) != true) return;
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(x => x.Name is not (nameof(IPredicate.PredicateType) or nameof(EvaluationPredicate.Passed) or nameof(AgentVersion.ShortName)) || x.PropertyType == typeof(int)).ToArray();
        var properties = schema["properties"]!.AsObject();
        Assert.Equal(members.Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name)).Order(StringComparer.Ordinal), properties.Select(x => x.Key).Order(StringComparer.Ordinal));
        foreach (var member in members) Same(root, properties[JsonNamingPolicy.CamelCase.ConvertName(member.Name)]!.AsObject(), member.PropertyType, $"{path}.{member.Name}");
    }

    private static JsonObject Resolve(JsonObject root, JsonObject schema) =>
        schema["anyOf"] is JsonArray choices ? Resolve(root, choices[0]!.AsObject())
        : (string?)schema["$ref"] is { } reference ? Resolve(root, root["$defs"]![reference.Split('/')[^1]]!.AsObject())
        : schema;

    private static (string Type, JsonObject Good, string Image) Good(string name)
    {
        if (Samples.All.TryGetValue(name, out var sample)) return (sample.PredicateType, Parse(sample.Write()), Samples.ImageDigest);
        var first = Samples.FirstVersions().Last(statement => statement.Schema == name);
        var predicate = Parse(first.Predicate);

        // Its many numbers are of no schema, and would take their time.
        foreach (var large in (string[])["findings", "metrics", "slices", "changed", "usage", "datasets", "comparison"]) predicate.Remove(large);
        return (first.Type, predicate, first.ImageDigest);
    }

    private static IEnumerable<(string Path, JsonObject Changed)> Changes(JsonObject good)
    {
        string[] values = ["null", "true", "-1", "7", "0.5", "\"\"", "\"x\"", "[]", "[1]", "{}", "{\"x\":1}"];
        foreach (var path in Paths(good, []))
        {
            yield return (string.Join('.', path) + " removed", With(good, path, null));
            foreach (var value in values) yield return ($"{string.Join('.', path)} = {value}", With(good, path, value));
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] above)
    {
        IEnumerable<(object Step, JsonNode? Inner)> inner = node switch
        {
            JsonObject json => json.Select(pair => ((object)pair.Key, pair.Value)),
            JsonArray items => items.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (step, value) in inner)
        {
            object[] path = [.. above, step];
            yield return path;
            foreach (var deeper in Paths(value, path)) yield return deeper;
        }
    }

    private static JsonObject With(JsonObject good, object[] path, string? value)
    {
        var changed = Parse(good);
        JsonNode holder = changed;
        foreach (var step in path[..^1]) holder = step is int i ? holder[i]! : holder[(string)step]!;
        switch (path[^1])
        {
            case int i when value is null:
                holder.AsArray().RemoveAt(i);
                break;
            case int i:
                holder[i] = JsonNode.Parse(value);
                break;
            case string name when value is null:
                holder.AsObject().Remove(name);
                break;
            case string name:
                holder[name] = JsonNode.Parse(value!);
                break;
        }

        return changed;
    }

    private static string Refusal(string type, JsonObject predicate, string image)
    {
        try
        {
            return PredicateReader.Read(type, Parse(predicate), image) is OtherPredicate ? "of no known kind" : "";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }

    private static string Faults(string name, JsonObject predicate)
    {
        using var document = JsonDocument.Parse(predicate.ToJsonString());
        var result = s_schemas[name].Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? "" : string.Join("; ", (result.Details ?? []).Where(x => x.Errors is not null).Select(x => $"{x.InstanceLocation}: {string.Join(", ", x.Errors!.Values)}").DefaultIfEmpty("invalid"));
    }

    private static JsonObject Schema(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Schemas", name + ".json")))!.AsObject();

    private static string TypeOf(string name) => name switch
    {
        "provenance-v1" => ProvenancePredicate.Type,
        "sbom-v1" => SbomPredicate.Type,
        "test-result-v0.1" => TestResultPredicate.Type,
        _ => "urn:genaiops:" + name.Replace("-v", ":v", StringComparison.Ordinal),
    };

    private static JsonObject Parse(JsonObject json) => JsonNode.Parse(json.ToJsonString())!.AsObject();
}
