using GenAIOps.Evaluation.Datasets;

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
        Assert.Equal("'redteam_run' is not used", Assert.Single(definition.Ignored));
        Assert.Equal("How long?", Assert.Single(definition.OpenDataset().Rows()).Query);
    }

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
            { "name": "test", "evaluators": ["builtin.fluency", "builtin.task_adherence"], "openai_graders": {}, "evaluator_parameters": { "builtin.task_adherence": { "threshold": 4 } },
              "data": [ { "query": "Tell me", "ground_truth": "Told" }, { "query": "And again", "ground_truth": "Told" } ] }
            """)));
        Assert.Equal(("test", 2), (definition.Name, definition.OpenDataset().Count));
        Assert.Equal(4, definition.Evaluators[1].Parameters.GetProperty("threshold").GetInt32());
        Assert.Equal("'openai_graders' is not used", Assert.Single(definition.Ignored));
    }

    [Theory]
    [InlineData("agentops.yaml", "version: 1\ndataset: [a]\n", ":2:10: 'dataset' must be a mapping")]
    [InlineData("agentops.yaml", "version: 1\nthresholds: 3\ndataset: a\n", ":2:13: 'thresholds' must be a mapping")]
    [InlineData("x.yaml", "hello: world\n", ":1:1: is no evaluation that is known")]
    [InlineData("x.yaml", "a: [\n", "is no YAML")]
    [InlineData("x.json", "{", ":1:")]
    [InlineData("azure.eval.yaml", "evals:\n  - evaluators:\n      - model: x\n", ":3:9: an evaluator has no name")]
    public void WhatIsWrongIsNamedWithItsPlace(string file, string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => ImportedEvaluation.Read(_folder.Write(file, text))).Message, StringComparison.Ordinal);

    [Fact]
    public void ASetThatChangedIsNotTheLockedOne()
    {
        var path = _folder.Write("golden.jsonl", "{\"query\":\"q\"}\n");
        DatasetLock.Of(_folder.Root, DatasetReader.Open(path)).Write(_folder.Root);
        var locked = DatasetLock.Read(_folder.Root)!;
        Assert.Empty(locked.Differences(_folder.Root, DatasetReader.Open(path)));
        File.AppendAllText(path, "{\"query\":\"r\"}\n");
        Assert.Contains("golden.jsonl has 2 rows", Assert.Single(locked.Differences(_folder.Root, DatasetReader.Open(path))), StringComparison.Ordinal);
        Assert.Contains("is not in datasets.lock.json", Assert.Single(locked.Differences(_folder.Root, DatasetReader.Open(_folder.Write("new.jsonl", "{\"query\":\"q\"}")))), StringComparison.Ordinal);
    }
}
