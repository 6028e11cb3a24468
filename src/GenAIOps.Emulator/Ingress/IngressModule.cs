namespace GenAIOps.Emulator.Ingress;

internal static class IngressModule
{
    public static void AddIngress(this IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);
}
