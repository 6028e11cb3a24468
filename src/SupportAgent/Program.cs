using SupportAgent;

AgentSettings settings;
try
{
    settings = AgentSettings.From(Environment.GetEnvironmentVariable);
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

await AgentApp.Create(args, settings, AppContext.BaseDirectory).RunAsync();
return 0;
