namespace GenAIOps.Emulator.Ingress;

internal static class IngressModule
{
    public static void AddIngress(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<IngressTable>();
        services.AddSingleton<Gate>();
    }
}
