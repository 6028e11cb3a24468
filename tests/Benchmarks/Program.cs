using GenAIOps.Benchmarks;

// A push as a process of its own.
if (args is ["--push", var layout, var server, var repository]) return await ImageSuites.PushOnceAsync(layout, server, repository);

// Whole processes, as a user starts them; peers by turns in the same session, so that a slow minute of the machine is slow for all.
var names = args.Length > 0 ? args : ["start", "edit", "parallel", "cache", "pipeline", "images", "push"];
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
        case "images": await ImageSuites.ImagesAsync(copy, table); break;
        case "push": await ImageSuites.PushAsync(copy, table); break;
        default:
            Console.Error.WriteLine($"Unknown benchmark '{name}'. Known: start, edit, parallel, cache, pipeline, images, push.");
            return 2;
    }
}

Console.WriteLine(table);
return 0;
