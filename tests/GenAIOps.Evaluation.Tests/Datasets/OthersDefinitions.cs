using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Datasets.Definitions;
using GenAIOps.Evaluators.Catalog;

namespace GenAIOps.Evaluation.Tests.Datasets;

/// <summary>The files of other tools, as they are, and the lock of sets.</summary>
public sealed class OthersDefinitions : IDisposable
{
    private readonly SetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AgentOpsIsRead()
    {
        _folder.Write("smoke.jsonl", """{"input":"How long?","expected":"Thirty days."}""");
        var definition = Assert.Single(ImportedEvaluation.Read(_folder.Write("agentops.yaml", """
            version: 1
            agent: "my-rag:3"
            dataset: smoke.jsonl
            thresholds:
              coherence: ">=3"
              avg_latency_seconds: "<=30"
            evaluators:
              - coherence
            redteam_run:
              fail_on_attack_success_rate: 0.1
            """)));
        Assert.Equal(("agentops", "my-rag:3", ">=3"), (definition.Tool, definition.Target, definition.Thresholds["coherence"]));
        Assert.Equal("'redteam_run' in line 10 is not used", Assert.Single(definition.Ignored));
        Assert.Equal("How long?", Assert.Single(definition.OpenDataset().Rows()).Query);
    }

    [Fact]
    public void WhatADefinitionAsksForBecomesEvaluatorsAndRules()
    {
        _folder.Write("smoke.jsonl", """{"input":"How long?","expected":"Thirty days."}""");
        var definition = Assert.Single(ImportedEvaluation.Read(_folder.Write("agentops.yaml", """
            version: 1
            agent: "my-rag:3"
            dataset: smoke.jsonl
            thresholds: { coherence: ">3", f1_score: 0.4, avg_latency_seconds: "<=30" }
            evaluators: [builtin.coherence, f1_score]
            """)));
        var evaluators = definition.CreateEvaluators();
        Assert.Equal(["coherence", "f1@squad", "latency_ms"], evaluators.SelectMany(evaluator => evaluator.EvaluationMetricNames));
        var rules = definition.CreateRules(evaluators).ToDictionary(rule => rule.Metric);
        Assert.True(rules["coherence"] is { LargerIsBetter: true, Limit: > 3 and < 3.001 });
        Assert.True(rules["f1@squad"] is { LargerIsBetter: true, Limit: 0.4 });
        Assert.True(rules["latency_ms"] is { LargerIsBetter: false, Limit: 30_000 });
    }

    [Fact]
    public void AnEvaluatorThatOnlyFoundryHasIsNamed()
    {
        var definition = new ImportedEvaluation("nightly", [new("builtin.coherence", default), new("builtin.violence", default)]);
        Assert.Contains("builtin.violence", Assert.Throws<InvalidDataException>(() => definition.CreateEvaluators()).Message, StringComparison.Ordinal);
        var rule = definition with { Evaluators = [new("f1_score", default)], Thresholds = new Dictionary<string, string> { ["bleu"] = ">=0.2" } };
        Assert.Contains("threshold of 'bleu'", Assert.Throws<InvalidDataException>(() => rule.CreateRules(rule.CreateEvaluators())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set.jsonl", """{"query":"q"}""", false)]
    [InlineData("rows.json", """{"data":[{"query":"q"}]}""", false)]
    [InlineData("broken.json", """{"data":""", false)]
    [InlineData("agent-evals.json", """{"data":[{"query":"q"}],"evaluators":["builtin.fluency"]}""", true)]
    [InlineData("agentops.yaml", "version: 1", true)]
    public void ADefinitionIsToldFromASet(string name, string text, bool isDefinition) => Assert.Equal(isDefinition, ImportedEvaluation.IsDefinition(_folder.Write(name, text)));

    [Fact]
    public void AzdsEvaluationsAreRead()
    {
        _folder.Write("golden.jsonl", """{"query":"q"}""");
        var definitions = ImportedEvaluation.Read(_folder.Write("azure.eval.yaml", """
            datasets:
              - name: golden
                version: "2"
                path: golden.jsonl
            evals:
              - name: quality
                dataset: golden
                agent: { name: support, version: "4" }
                evaluators:
                  - evaluator: builtin.task_adherence
                    initialization_parameters:
                      model: gpt-5-mini
                data_mapping:
                  query: "{{item.query}}"
                  response: "{{sample.output_text}}"
              - name: discovery
                source: { type: traces, max_traces: 20, agent_name: support }
                evaluators: [builtin.coherence]
            """));
        Assert.Equal(("quality", "support:4"), (definitions[0].Name, definitions[0].Target));
        Assert.Equal("gpt-5-mini", definitions[0].Evaluators.Single().Parameters.GetProperty("model").GetString());
        Assert.Equal(1, definitions[0].OpenDataset().Count);
        Assert.Contains("traces", Assert.Single(definitions[1].Ignored), StringComparison.Ordinal);
        Assert.Contains("keeps its rows at no place that it names", Assert.Throws<InvalidDataException>(() => definitions[1].OpenDataset()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataset_file: set.jsonl", true)]
    [InlineData("dataset: { name: golden, version: '3', local_uri: set.jsonl }", true)]
    [InlineData("dataset_reference: { name: golden, version: '3' }", false)]
    public void AzdsLegacyEvaluationIsRead(string dataset, bool isLocal)
    {
        _folder.Write("set.jsonl", """{"query":"q"}""");
        var definition = Assert.Single(ImportedEvaluation.Read(_folder.Write("eval.yaml", $$"""
            name: smoke
            agent: { name: support, kind: hosted, version: "7", model: gpt }
            {{dataset}}
            evaluators: [builtin.relevance]
            options: { eval_model: gpt }
            """)));
        Assert.Equal(("azd-agent-eval", "support:7", "builtin.relevance"), (definition.Tool, definition.Target, definition.Evaluators.Single().Name));
        if (isLocal) Assert.Equal(1, definition.OpenDataset().Count);
        else Assert.Equal("golden:3", definition.DatasetReference);
    }

    [Fact]
    public void AgentEvalsOfMicrosoftIsRead()
    {
        var definition = Assert.Single(ImportedEvaluation.Read(_folder.Write("evaluation.json", """
            { "name": "test", "evaluators": ["builtin.text_similarity", "builtin.task_adherence"],
              "openai_graders": { "builtin.text_similarity": { "evaluation_metric": "fuzzy_match", "reference": "{{item.expected_answer}}", "pass_threshold": 0.8 }, "builtin.other": {} },
              "evaluator_parameters": { "builtin.task_adherence": { "threshold": 4 } },
              "data_mapping": { "query": "user_question", "ground_truth": "{{item.expected_answer}}", "response": "{{sample.output_text}}", "context": "reference_material" },
              "data": [ { "user_question": "Tell me", "expected_answer": "Told", "reference_material": "All" }, { "user_question": "And again", "expected_answer": "Told" } ] }
            """)));
        Assert.Equal(("test", "fuzzy_match"), (definition.Name, definition.Evaluators[0].Parameters.GetProperty("evaluation_metric").GetString()));
        Assert.Equal([0.8, 4], definition.Evaluators.Select(evaluator => evaluator.Threshold));
        Assert.Equal("'builtin.other' in line 2 is not used", Assert.Single(definition.Ignored));
        var rows = definition.OpenDataset().Rows().ToList();
        Assert.Equal([("Tell me", "Told", "All"), ("And again", "Told", "")], rows.Select(row => (row.Query, row.GroundTruth, row.Context)));
        Assert.All(rows, row => Assert.Null(row.Response));
    }

    [Fact]
    public void TheCatalogOfAzdsEvaluationsIsRead()
    {
        _folder.Write("golden.jsonl", "{\"query\":\"q\",\"expected\":\"e\",\"answer_text\":\"t\"}\n{\"query\":\"r\"}\n{\"query\":\"s\"}");
        _folder.Write("evals.yaml", "evals:\n  - name: other\n    dataset: kept\n    evaluators: [tone]\n");
        var definitions = ImportedEvaluation.Read(_folder.Write("azure.yaml", """
            name: app
            services:
              web: { host: containerapp }
              evals:
                host: azure.ai.eval
                uses: [project]
                datasets:
                  - { name: golden, file: ./golden.jsonl }
                evaluators:
                  - { name: tone, source: "evaluators\\tone.json", version: 3 }
                  - name: brevity
                    definition: { dimensions: [ { id: length, weight: 1 } ] }
                evals:
                  - name: regression
                    dataset: golden
                    max_samples: 2
                    evaluation_level: turn
                    evaluators:
                      - evaluator: builtin.task_adherence
                        name: adherence
                        initialization_parameters: { model: judge, threshold: 0.5 }
                      - { evaluator: tone, data_mapping: { ground_truth: "{{item.answer_text}}" } }
                      - { evaluator: brevity, data_mapping: { ground_truth: "{{item.expected}}" } }
                    target: { type: model, name: gpt }
              more:
                host: azure.ai.eval
                $ref: ./evals.yaml
            """));
        var first = definitions[0];
        Assert.Equal(("model:gpt", "judge", 2), (first.Target, first.JudgeModel, first.OpenDataset().Count));
        Assert.Equal("t", first.OpenDataset().Rows().First().GroundTruth);
        Assert.Equal(("adherence", 0.5), (first.Evaluators[0].Label, first.Evaluators[0].Threshold));
        Assert.Equal(("3", _folder.Path(Path.Combine("evaluators", "tone.json"))), (first.Evaluators[1].Version, first.Evaluators[1].Rubric));
        Assert.Equal("length", first.Evaluators[2].Parameters.GetProperty("dimensions")[0].GetProperty("id").GetString());
        Assert.StartsWith("'ground_truth' is '{{item.expected}}'", Assert.Single(first.Ignored), StringComparison.Ordinal);
        Assert.Equal(("other", "kept"), (definitions[1].Name, definitions[1].DatasetReference));
    }

    [Theory]
    [InlineData("support", "agent", "support", null)]
    [InlineData("support:4", "agent", "support", "4")]
    [InlineData("model:gpt-4o", "model", "gpt-4o", null)]
    [InlineData("https://a.services.ai.azure.com/api/projects/p/agents/my%20agent/versions/7", "endpoint", "my agent", "7")]
    [InlineData("https://api.contoso.example/chat", "endpoint", "", null)]
    public void ATargetIsReadInItsParts(string target, string kind, string name, string? version)
    {
        var parsed = EvaluationTarget.Parse(target);
        Assert.Equal((kind, name, version), (parsed.Kind, parsed.Name, parsed.Version));
        Assert.Equal(kind == "endpoint", parsed.Endpoint is not null);
    }

    [Fact]
    public void AgentOpsMayMapInputsAndAskNobody()
    {
        _folder.Write("set.jsonl", """{"input":"q","facts":"f","response":"r"}""");
        var definition = Assert.Single(ImportedEvaluation.Read(_folder.Write("agentops.yaml", """
            version: 1
            agent: "support:3"
            response_source: dataset
            dataset: set.jsonl
            thresholds: { a: 3, b: TRUE, c: "< 0.5" }
            evaluators:
              - name: GroundednessEvaluator
                input_mapping: { query: $prompt, context: $row.facts }
            """)));
        Assert.Equal(["3", "true", "< 0.5"], definition.Thresholds.Values);
        Assert.Null(definition.Target);
        Assert.Empty(definition.Ignored);
        Assert.Equal(("q", "f", "r"), definition.OpenDataset().Rows().Select(row => (row.Query, row.Context, row.Response)).Single());
    }

    [Theory]
    [InlineData("agentops.yaml", "version: 1\ndataset: [a]\n", ":2:10: 'dataset' must be a text")]
    [InlineData("agentops.yaml", "version: 2\ndataset: a\n", ":1:10: version 2 is not known; 1 is")]
    [InlineData("agentops.yaml", "version: 1\nthresholds: 3\ndataset: a\n", ":2:13: 'thresholds' must be a mapping")]
    [InlineData("agentops.yaml", "version: 1\nthresholds: { a: high }\ndataset: a\n", ":2:18: threshold 'a' is 'high', and must be >=n")]
    [InlineData("agentops.yaml", "version: 1\ndataset: a\ndataset: b\n", ":3:1: 'dataset' stands twice")]
    [InlineData("eval.yaml", "agent: a\nevaluators:\n  - name: x\n    parameters: { threshold: much }\n", ":4:30: a threshold must be a number")]
    [InlineData("eval.yaml", "? [a]\n: b\n", ":1:3: a key must be a text")]
    [InlineData("eval.yaml", "a: *b\n", "names no anchor before it")]
    [InlineData("eval.yaml", "agent: a\n---\nagent: b\n", "the file has a second document")]
    [InlineData("x.yaml", "hello: world\n", ":1:1: is no evaluation that is known")]
    [InlineData("x.yaml", "", ":1:1: the file is empty")]
    [InlineData("x.yaml", "- a\n", ":1:1: the file must be one mapping")]
    [InlineData("x.yaml", "a: [\n", "is no YAML")]
    [InlineData("x.json", "{", ":1:2: is no JSON")]
    [InlineData("x.json", "{\"data\":3}", ":1:9: 'data' must be a list of rows")]
    [InlineData("x.json", "{\"data\":[],\n \"evaluators\":{}}", ":2:15: 'evaluators' must be a list")]
    [InlineData("x.json", "{\"data\":[],\"name\":[]}", ":1:19: 'name' must be a text")]
    [InlineData("azure.eval.yaml", "evals:\n  - evaluators:\n      - model: x\n", ":3:9: an evaluator has no name")]
    [InlineData("azure.eval.yaml", "evals:\n  - dataset: a\n    source: { type: traces }\n", ":3:13: rows come from 'dataset' or from 'source'")]
    [InlineData("azure.eval.yaml", "datasets: [ { name: a }, { name: a } ]\nevals: []\n", ":1:26: 'a' stands twice in 'datasets'")]
    [InlineData("azure.yaml", "services: { web: { host: appservice } }\n", "no service has the host azure.ai.eval")]
    public void WhatIsWrongIsNamedWithItsPlace(string file, string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ImportedEvaluation.Read(_folder.Write(file, text))).Message, StringComparison.Ordinal);

    [Fact]
    public void AFileThatGrowsByAliasesOrDepthIsRefused()
    {
        var aliases = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));
        Assert.Contains("has more than 100000 values", Assert.Throws<InvalidDataException>(() => ImportedEvaluation.Read(_folder.Write("a.yaml", aliases))).Message, StringComparison.Ordinal);
        Assert.Contains("nested more than 64 deep", Assert.Throws<InvalidDataException>(() => ImportedEvaluation.Read(_folder.Write("b.yaml", "a: " + new string('[', 5000)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASetThatChangedIsNotTheLockedOne()
    {
        var path = _folder.Write("golden.jsonl", "{\"query\":\"q\"}\n");
        DatasetLock.Of(_folder.Root, DatasetReader.Open(path)).Write(_folder.Root);
        var locked = DatasetLock.Read(_folder.Root)!;
        Assert.Empty(locked.Differences(_folder.Root, DatasetReader.Open(path)));
        File.AppendAllText(path, "{\"query\":\"r\"}\n");
        Assert.Contains("golden.jsonl has 2 rows", Assert.Single(locked.Differences(_folder.Root, DatasetReader.Open(path))), StringComparison.Ordinal);
        DatasetLock.Verify(_folder.Path("elsewhere"), "./build.sh Lock", DatasetReader.Open(path));
        var locks = locked.Sets["golden.jsonl"];
        Assert.Equal((1, "jsonl", "query"), (locks.Rows, locks.Format, Assert.Single(locks.Columns)));
        _folder.Write("golden.jsonl", "{\"question\":\"q\"}\n");
        var message = Assert.Throws<InvalidDataException>(() => DatasetLock.Verify(_folder.Root, "./build.sh Lock", DatasetReader.Open(path))).Message;
        Assert.Contains($"the hash {DatasetReader.Open(path).Sha256}, and was locked with 1 rows and {locks.Sha256}; columns that are new: question; columns that are gone: query", message, StringComparison.Ordinal);
        Assert.Contains("accept it: ./build.sh Lock, and commit datasets.lock.json", message, StringComparison.Ordinal);
        Assert.Contains("is not in datasets.lock.json", Assert.Single(locked.Differences(_folder.Root, DatasetReader.Open(_folder.Write("new.jsonl", "{\"query\":\"q\"}")))), StringComparison.Ordinal);
    }
}
