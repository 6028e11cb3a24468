using GenAIOps.Emulator.Hosting;

try
{
    using Signals signals = new();
    await using EmulatorServer server = await EmulatorServer.StartAsync(EmulatorOptions.Parse(args), signals.Stop);
    Console.WriteLine($"The emulator listens on {server.Instance.Endpoint}; its state is in {server.Instance.State}.");
    await server.WaitForStopRequestAsync(signals.Stop);
    return 0;
}
catch (EmulatorExitException refused)
{
    Console.Error.WriteLine(refused.Message);
    return refused.ExitCode;
}
catch (OperationCanceledException)
{
    return 0;
}
