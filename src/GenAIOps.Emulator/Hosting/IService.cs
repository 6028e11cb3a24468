namespace GenAIOps.Emulator.Hosting;

/// <summary>One Azure service: its routes on the API host. Registered in <see cref="Modules"/>.</summary>
internal interface IService
{
    /// <summary>Adds the service's routes. Every route names its policy from <see cref="Identity.Policies"/> or says AllowAnonymous.</summary>
    void Map(IEndpointRouteBuilder api);
}

/// <summary>A service with work of its own around the life of the server.</summary>
internal interface IBackgroundWork
{
    /// <summary>Called once the server listens; returns quickly, goes on in the background until the token is cancelled.</summary>
    Task StartAsync(CancellationToken stopping);
}
