using GenAIOps.Benchmarks;

// Processes of their own, which the suites start.
switch (args)
{
    case ["--push", var layout, var server, var repository]: return await ImageSuites.PushOnceAsync(layout, server, repository);
    case ["--read-dataset", var path]: return DatasetSuites.Read(path);
    case ["--mock", .. var rest]: return await MockEndpoint.ServeAsync(rest);
    case ["--run-evaluation", .. var rest]: return await EvaluationChild.RunAsync(rest);
}

// Whole processes, as a user starts them; peers by turns in the same session, so that a slow minute of the machine is slow for all.
Dictionary<string, Func<Copy, Table, Task>> ofTheBuild = new()
{
    ["start"] = Suites.StartAsync,
    ["edit"] = Suites.EditAsync,
    ["parallel"] = Suites.ParallelAsync,
    ["cache"] = Suites.CacheAsync,
    ["pipeline"] = Suites.PipelineAsync,
    ["images"] = ImageSuites.ImagesAsync,
    ["push"] = ImageSuites.PushAsync,
};
Dictionary<string, Func<Task>> ofEvaluations = new()
{
    ["evaluation"] = EvaluationSuites.EvaluationAsync,
    ["faults"] = EvaluationSuites.FaultsAsync,
    ["resume"] = EvaluationSuites.ResumeAsync,
    ["cached"] = EvaluationSuites.CachedAsync,
    ["datasets"] = DatasetSuites.RunAsync,
    ["coverage"] = () => Task.Run(Coverage.Run),
    ["bca"] = Bca.RunAsync,
};

var names = args.Length > 0 ? args : [.. ofTheBuild.Keys];
if (names.FirstOrDefault(name => !ofTheBuild.ContainsKey(name) && !ofEvaluations.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"Unknown benchmark '{unknown}'. Known: {string.Join(", ", ofTheBuild.Keys.Concat(ofEvaluations.Keys))}.");
    return 2;
}

foreach (var name in names.Where(ofEvaluations.ContainsKey)) await ofEvaluations[name]();
if (!names.Any(ofTheBuild.ContainsKey)) return 0;

Table table = new();
await using var copy = await Copy.CreateAsync();
foreach (var name in names.Where(ofTheBuild.ContainsKey)) await ofTheBuild[name](copy, table);
Console.WriteLine(table);
return 0;
