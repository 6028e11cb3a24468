using GenAIOps.Benchmarks;

// Whole processes, as a user starts them; peers by turns in the same session, so that a slow minute of the machine is slow for all.
var names = args.Length > 0 ? args : ["start", "edit", "parallel", "cache", "pipeline"];
names = await Calculations.RunAsync(names);
if (names.Length == 0) return 0;
Table table = new();
await using var copy = await Copy.CreateAsync();
foreach (var name in names)
{
    switch (name)
    {
        case "start": await Suites.StartAsync(copy, table); break;
        case "edit": await Suites.EditAsync(copy, table); break;
        case "parallel": await Suites.ParallelAsync(copy, table); break;
        case "cache": await Suites.CacheAsync(copy, table); break;
        case "pipeline": await Suites.PipelineAsync(copy, table); break;
        default:
            Console.Error.WriteLine($"Unknown benchmark '{name}'. Known: start, edit, parallel, cache, pipeline, coverage, bca.");
            return 2;
    }
}

Console.WriteLine(table);
return 0;
