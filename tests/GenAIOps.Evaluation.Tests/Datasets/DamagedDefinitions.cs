using System.Text;
using CsCheck;
using GenAIOps.Evaluation.Datasets.Definitions;

namespace GenAIOps.Evaluation.Tests.Datasets;

public sealed class DamagedDefinitions : IDisposable
{
    private static readonly Gen<byte> s_byte = Gen.OneOf(Gen.Byte, Gen.Int[0, 20].Select(i => (byte)"[]{}:,*&#\"'\\-?!|> \n\t%"[i]));
    private readonly SetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("yaml", "version: 1\nagent: \"a:1\"\ndataset: set.jsonl\nthresholds: &t { a: \">=3\" }\nevaluators:\n  - name: x\n    input_mapping: *t\n")]
    [InlineData("yaml", "datasets:\n  - { name: a, file: a.jsonl }\nevals:\n  - name: b\n    dataset: a\n    max_samples: 3\n    evaluators: [x, { evaluator: y, initialization_parameters: { model: m } }]\n    target: { type: agent, name: c }\n")]
    [InlineData("json", "{\"name\":\"a\",\"evaluators\":[\"b\"],\"evaluator_parameters\":{\"b\":{\"threshold\":3}},\"data_mapping\":{\"query\":\"{{item.q}}\"},\"data\":[{\"q\":\"x\\u00e9\"}]}")]
    public void WhateverTheBytesThereIsOneKindOfError(string extension, string seed)
    {
        var bytes = Encoding.UTF8.GetBytes(seed);
        Gen.Select(Gen.Select(Gen.Int[0, bytes.Length - 1], s_byte).Array[1, 4], Gen.Int[1, bytes.Length]).Sample((changes, length) =>
        {
            var changed = bytes.ToArray();
            foreach (var (at, value) in changes) changed[at] = value;
            var file = _folder.Path($"{Guid.NewGuid():n}.{extension}");
            File.WriteAllBytes(file, changed[..length]);
            try
            {
                foreach (var definition in ImportedEvaluation.Read(file)) _ = definition.AskedTarget;
            }
            catch (InvalidDataException e)
            {
                Assert.Matches(@":\d+:\d+: ", e.Message);
            }
        }, iter: 500);
    }
}
