using System.Net;
using System.Net.Security;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Ingress;
using GenAIOps.Emulator.Registry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The local Azure, listening. Disposing stops it gracefully: requests end, workloads get SIGTERM, the state is released.</summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    /// <summary>Time that requests in flight have when the server stops.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    private readonly EmulatorState _state;
    private readonly WebApplication _app;

    private EmulatorServer(EmulatorState state, WebApplication app) => (_state, _app) = (state, app);

    public EmulatorInstance Instance => _state.Instance;
    public IServiceProvider Services => _app.Services;

    /// <exception cref="EmulatorExitException">The state, the port or the disk is not usable.</exception>
    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellationToken, TimeProvider? clock = null)
    {
        TimeProvider time = clock ?? TimeProvider.System;
        EmulatorState? state = null;
        WebApplication? app = null;
        try
        {
            state = EmulatorState.Open(options, time);
            app = Build(state, time, new ResourceStore(state.Instance.State));
            app.Services.GetRequiredService<RunRecords>().EndOrphans();
            app.Services.GetRequiredService<ImageStore>().Sweep();
            await app.StartAsync(cancellationToken);
            foreach (IBackgroundWork work in app.Services.GetServices<IBackgroundWork>()) await work.StartAsync(app.Lifetime.ApplicationStopping);
            state.Publish(time.GetUtcNow());
            return new EmulatorServer(state, app);
        }
        catch (Exception error)
        {
            if (app is not null) await app.DisposeAsync();
            state?.Dispose();
            if (Refused(error, options, state?.Instance) is { } refused) throw refused;
            throw;
        }
    }

    /// <summary>Completes when somebody asked the emulator to stop, over its API or through the token.</summary>
    public async Task WaitForStopRequestAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _app.Lifetime.ApplicationStopping);
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = both.Token.Register(asked.SetResult);
        await asked.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _state.Withdraw();
        using CancellationTokenSource drain = new(DrainTime);
        await Task.WhenAny(_app.Services.GetRequiredService<Gate>().CloseAsync(), Task.Delay(Timeout.Infinite, drain.Token));
        _app.Lifetime.StopApplication();
        await _app.StopAsync(drain.Token);
        await _app.DisposeAsync();
        _state.Dispose();
    }

    private static WebApplication Build(EmulatorState state, TimeProvider time, ResourceStore store)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "GenAIOps.Emulator" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, state.Instance.Port, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = hello => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = state.Certificates.For(hello.ClientHelloInfo.ServerName) }),
            }));
        });
        builder.Logging.AddProvider(new FileLogger(Path.Combine(state.Instance.State, "logs", "emulator.log"), time));
        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTime);
        services.AddSingleton<IHostLifetime, NoConsole>();
        services.AddRouting();
        services.AddSingleton(time).AddSingleton(state.Instance).AddSingleton(store);
        services.AddHosting();
        Modules.Add(services);

        WebApplication app = builder.Build();
        app.UseMiddleware<IngressMiddleware>();
        app.UseMiddleware<RequestLogging>();
        app.UseMiddleware<ErrorAnswers>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        foreach (IService service in app.Services.GetServices<IService>()) service.Map(app);
        return app;
    }

    private static EmulatorExitException? Refused(Exception error, EmulatorOptions options, EmulatorInstance? instance) => error switch
    {
        IOException { InnerException: AddressInUseException } when instance is not null => EmulatorState.Taken(instance.Port),
        _ when StateFile.IsFull(error) => new EmulatorExitException(EmulatorExitException.Unusable, ErrorAnswers.FullMessage(options.State, error), error),
        UnauthorizedAccessException or IOException => new EmulatorExitException(EmulatorExitException.Unusable,
            $"The emulator cannot use the state folder {options.State}: {error.Message} Nothing was changed. Make it readable and writable for this user, or name another with --state.", error),
        _ => null,
    };

    /// <summary>Signals are <see cref="Signals"/>' business.</summary>
    private sealed class NoConsole : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
